"""Each change of a case in one function.

vault      what is sealed under a case's key, and how equal persons are found
folding    a case's standing from its events (pure)
clocks     the calendar and the clock of a case: its due day and why
standing   keeps beside a case what its events say
entering   enters one event: permission, what it needs, the table of steps, the log
opening    a new case, from whatever way it came
redacting  boxes on the pages of a case's files, and the redacted file made of them
fees       信息处理费: the applicant's month, the sum and its steps, one method a case
proposing  applications of several people for one thing, proposed for 主动公开
dispute_values, dispute_papers  答复书、答辩状 with the list of evidence: drafted, reviewed, signed, handed in
event_facts  what an event says beside its kind and day
queries    what is read in more than one place
upkeep     what keeps a large register quick

letters_settings   what letters say of a body, how they are numbered; proposed from the tree
letters_facts      what a case has gone through, as the facts that an answer needs
letters_values     the fields of a letter: what the case tells, what is worked out
letters_making     a letter as Word file and PDF
letters_drafting   a letter begun, written on, said to be whole or not
letters_approving  frozen, and what follows each step of its review
review_trail       reviewed, signed, sent back, recalled, on the screen or from paper: letters and papers of disputes alike
letters_numbers    文号: proposed, given, void, gaps
letters_sending    numbered, stamped, sent with the step that belongs to it; arrived, or come back
letters_mailing    sent by e-mail from the site, and served only where the mail server took it
receipt_papers     接收回执 as Word file and PDF
letters_templates  Word templates: ours, and a unit's own
"""
