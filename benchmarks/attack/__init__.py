"""A hostile press on loopback: each attack is one site with something wrong in it beside five good articles.

`python -m benchmarks.attack` (`make attack`) crawls each site in a process of its own and prints what became of it. An attack holds
when the five good articles are in the database and in the files, what is bad has the outcome that is expected, every address is
accounted for, the exit code is the documented one, there is no traceback, and the planted secret is nowhere. To add one, write a
function in `attacks.py`.
"""
