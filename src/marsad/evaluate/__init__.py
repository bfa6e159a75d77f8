"""Golden cases, benchmark scores, floors."""
