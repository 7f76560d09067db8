"""Foreign files are decoded in a process of their own, with limits on time, memory and size.

limits               every limit, in one place
client               the process as seen by the program: one for all files, restarted when it ends
worker               what runs in that process
budget               memory and place of the work, as seen from inside the process
meta_image_header    checks of MHA and MHD headers
nrrd_header          checks of NRRD and NHDR headers
codestream_headers   checks of the headers of compressed DICOM pixels
numbers              which numbers of a header can be those of an image
pixel_length         whether the declared pixels are there
messages             what the two processes send each other
"""
