"""Speed, measured: our read and check beside the floor and beside what people use today.

    make bench                       everything, 2,000 files in the run for memory
    .venv/bin/python -m bench --all  the same with 10,000

timing.py     repetitions that take turns, so that a machine that slows down slows all alike
contenders.py the ways through one file: the floor, ours, what people use today
files.py      the files: examples, real reports where present, PDFs printed for the occasion
stream.py     thousands of different small files in one process: memory, and pace beside the floor
command.py    the command as a user waits for it
table.py      what is printed, in 80 columns, and the wanted figures

Nothing here is a test that fails for being slow: a machine's figures differ, the ratios are what counts.
"""
