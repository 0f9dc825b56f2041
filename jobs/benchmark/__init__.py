"""The benchmark: whole runs of the job, and its matching core beside other tools."""
