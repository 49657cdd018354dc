"""What an applicant sees: the form, the receipt, the status page and what can be done there. No sign-in; a receipt number and its query
code open one case for half an hour.

access    who has opened which case; what each of these pages is to caches and logs
forms     the form of Art. 29, and those of the status page
filing    where to apply, the form, the receipt, what is already published
status    number and code, the case, its files
acts      correct, give reasons, withdraw, confirm a reply, suggest, put the contact right
"""
