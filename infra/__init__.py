"""Templates, API description and the local cloud: everything derived from the declarations in functions/."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# The domain code is a layer, not an installed package: `python -m infra.generate` finds it as a Lambda does, by path.
sys.path.insert(0, str(ROOT / "shared"))
