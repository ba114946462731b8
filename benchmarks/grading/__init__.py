"""Is the method right? Made-up ranges with known truth, graded by the product and by simpler methods. See __main__."""
