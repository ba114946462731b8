"""What is asked for → PDF files whose every page was read back: job, plan, document, handover list."""
