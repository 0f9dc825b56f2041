"""Where stages run: one contract, one local engine."""
