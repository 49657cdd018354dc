"""依申请公开: an application from intake to archive, with a clock that can be shown to a court."""
