"""The domain: from features to scores, reasons and actions."""
