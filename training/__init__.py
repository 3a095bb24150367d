"""Make and measure models; never imported by moderation."""
