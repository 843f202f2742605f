//! Extraction in limited child processes, and OCR.
