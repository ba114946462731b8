"""The commands of grading as an office uses them, over a real ledger."""

WEEK = "2026-W47"
TEXT = "सब लोगों ने मिलकर बहुत अच्छा काम किया और मेरी बात ध्यान से सुनी"
