"""Changes of items, the register, channels and settings, each in one function.

numbers      索引号, never given twice
screen       the one place that meets the screening
items, files what a clerk writes, and its attachments
versions     an item's content frozen, with its digest
stages       where an item stands, told by its rows
submitting   a draft becomes a version under review; and is taken back
reviewing    公开审查 and the levels after it, on the screen or from paper
referrals    doubts referred upward
publishing   exactly what was reviewed, and its withdrawal
scheduling   publication at a time
reassessing  动态调整 of what is withheld
intake       what was public before, registered as such
intake_runs  uploads of items: rows looked at, corrected, brought in
pushing      items that another system hands in
handing_over unfinished items pass to the unit that carries on
catalogue    the law's rows, the county's 标准目录, a unit's own
queries      what others ask; changes nothing
"""
