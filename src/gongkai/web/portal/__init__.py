"""What the public sees. Only reads, but for how often a page was read.

access      what every page of the portal is: public, outside transactions, kept by caches, told apart by its content
tree        units and catalogue, read once a minute
published   which items are public: filters, order, neighbours, validity on a day
figures     how many there are by unit, catalogue, genre, subject and year, counted every few minutes
annual      which annual reports are public: published here, with their publications, or collected, with their source
guide       the 公开指南 from the unit's own data and the law's figures
reads       阅读数, without cookies
views/      pages, feeds, files, exports
api         the interface for reading
export      the portal as files for the host's own system
reports/    /reports: an annual report read and checked on a page
"""
