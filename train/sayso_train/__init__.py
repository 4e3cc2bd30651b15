"""Trains the encoder that reads sources, cues and contents."""
