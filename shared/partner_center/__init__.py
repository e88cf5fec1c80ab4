"""Partner Center: the domain code shared by every function (deployed as the domain layer)."""

import gc
import os

if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
    gc.disable()  # loading modules leaves no garbage, and looking for it took a tenth of each cold start; `observed` enables it
