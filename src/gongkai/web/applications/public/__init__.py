"""What an applicant sees: the form, the receipt, the status page and what can be done there. No sign-in; a receipt number and its query
code open one case for half an hour.

access    who has opened which case; what each of these pages is to caches and logs
forms     the form of Art. 29, and those of the status page
filing    where to apply, the form, the receipt, what is already published
knocking  number and code as they are typed, and how guessing is slowed
status    number and code, the case, its files
complaining  a complaint about disclosure itself, its receipt, its answer
acts      correct, give reasons, withdraw, confirm a reply, suggest, put the contact right
"""
