"""The development sets in one command: ``python -m bench.scores --data DIR``.

``sets`` names them and says how each is read and scored, ``field_rows`` is the measure of the field cases, ``reading``
opens documents with OCR words kept between runs, ``models`` runs each network once per input, ``run`` walks sets, samples
and variants, ``figures`` turns results into the JSON.
"""
