"""The local cloud: an AWS emulator that runs template.yaml on this machine."""
