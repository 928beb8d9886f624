"""Figures, progress reports and lights."""
