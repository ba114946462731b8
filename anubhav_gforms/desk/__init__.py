"""The desk: what comes in, in a browser, for the IG's office, the SPs and analysts, each as far as they may see."""
