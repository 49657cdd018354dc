"""依申请公开: an application from intake to archive, with a clock that can be shown to a court.

enums, permissions  kinds of events, stages, who takes which step
steps               the one table: which event may be entered from where, by whom, and what it needs
models/             cases, their append-only events, parties under a key per case, letters, disputes
domain/             one function for each change; folding.py tells a case's standing from its events; queries.py reads
letters/            letters as Word files and PDF (no Django)
casefile/           a case as one PDF and as ZIP, for the archive (no Django)
redaction/          pages remade so that nothing lies under a box (no Django)
views/              the workbench; public/ what an applicant sees
"""
