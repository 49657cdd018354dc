"""/reports: anyone drops an annual report and sees it read and checked, each finding beside its place in the source.

looking  in a process of its own, as what is dropped may be hostile: the report, and the source as it was printed
page     both put side by side: findings numbered, places marked
views    the address; nothing of what came in is kept
"""
