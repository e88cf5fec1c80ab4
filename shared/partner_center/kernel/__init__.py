"""The words every area speaks. Imports nothing of ours."""
