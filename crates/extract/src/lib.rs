//! Original bytes to pages of blocks, for every format.
