"""The sources of the packaged gazetteer: each module reads one kind and yields rows; ``compile.py`` puts them in order."""
