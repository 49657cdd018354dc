"""What every app rests on.

gate        who may do what with which rows: one function for lists, pages, files, exports and the API
access      what each address asks of its visitor
navigation  the workbench's menu
eventlog    who did what, when, on whose behalf: rows that only grow
editing     nobody overwrites anybody: the version compared in the UPDATE
appendonly  tables whose rows the database itself keeps from change
files       uploaded files, kept byte for byte, served through the gate
notices     reminders to people, in the site and by mail
search      full text in Chinese, on either database
days        the legal day: today in Asia/Shanghai
"""
