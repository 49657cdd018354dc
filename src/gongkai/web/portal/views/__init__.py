"""Pages that anybody may read.

place       where a page stands: the county or one unit, with its five fixed parts
home        first pages
fixed       指南, 制度, 年报, 依申请公开
listing     法定主动公开内容: the list
item        one item, its files, and the notice of what was withdrawn
searching   the search page
statistics  numbers and charts
feeds       RSS and the sitemap
exports     the whole register as CSV and JSON
"""
