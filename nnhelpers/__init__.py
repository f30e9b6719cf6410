"""The functions that the notebooks wrote, one module per subject; import from the module that holds them."""
