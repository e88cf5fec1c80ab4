from .description import ApiDescription as ApiDescription, api_description as api_description
