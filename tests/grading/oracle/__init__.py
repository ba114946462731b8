"""A second, plain and slow way to compute version 2 from docs/grading.md alone; nothing here may ask the product's own arithmetic."""
