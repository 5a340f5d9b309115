"""First contact: what the live sites are like, in one small file without a word of their prose.

No machine that builds repo-watch reaches the sites it reads, so part of what it assumes of them is
unknown until somebody runs `repo-watch doctor --live`.
"""
