"""Foreign files are decoded in a process of their own, with limits on time, memory and size.

limits               every limit, in one place
client               the process as seen by the program: one for all files, restarted when it ends
worker               what runs in that process
budget               memory and place of the work, as seen from inside the process
meta_image_header    what an MHA or MHD header may say
nrrd_header          what an NRRD or NHDR header may say
codestream_headers   what compressed DICOM pixels say of themselves
numbers              which numbers of a header can be those of an image
"""
