"""清川县, a county that is on no map: what ``make run`` shows. All of it comes about through the functions of domain/.

county.yaml, items.yaml   units, staff, channels; what they publish year by year. Our own writing.
clock       lets the past happen at its own time
county      units, people, roles, contacts
items       two years of items on their whole way, and some that are still under way
channels    where they went out, and how often they were read
foreign, collected   reports as files of units that do not use the platform; two batches of them
figures     seven years of annual reports as collected files, each written, read and accepted
reports     annual reports of the year before, and what is needed to press for the next
filling     all of it, into an empty site; the names under which one signs in
"""
