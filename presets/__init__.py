"""Factory presets as data: `styles/*.json` (how to compose), `finishing/*.json` (how to deliver).

Every field, unit and range is in README.md beside this file; `musflow_studio.presets` reads them.
"""
