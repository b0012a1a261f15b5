"""The six items of a release, each computed from evidence and never ticked by hand."""
