"""Each change of an annual report in one function.

contents  a report's content as plain values, and as the core's Report with its findings
counted   every cell of a unit's own report, counted; decisions: the year's numbers that are entered
drafting  title, preamble and the like of a new report
compiling one press makes the draft; what has changed since
writing   texts and cells are saved; reasons for numbers written over the counted ones
queries   last year's report
inherited what ended units left of a year that no report has
findings  what the checks find, which findings hold up signing, the reasons that were given
approving a version is frozen, reviewed, signed, recalled
publishing a signed version before the public in every format; corrections
deadlines the law's days and those that the office above sets
handing   handed in, sent back with remarks at places, taken; places: cells and paragraphs
duties    who must report (应报名单); boarding: where each stands; chasing: reminders, sheets; reminding: daily
figures   a unit's numbers of a year in one packed row, made from its version or its collected file: what the offices hold,
          and what is public
packed    sums over thousands of such rows; area: the units of an area year by year; adding: both together, who is in and who is missing
collecting files of units that publish elsewhere; collect_reading reads them in the background, matching tells whose they are, doubts
           which cells want a person, collect_orders does something with many, originals says whether the public may have the file itself
area_report  a government's own report from the sums
measures  what is compared between units and years; oddities: values unlike the past or the peers
"""
