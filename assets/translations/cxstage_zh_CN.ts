<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>core</name>
    <message>
        <source>No reading of this cohort is complete, so there is nothing to train on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw or import the tumour outlines of a reader and mark them complete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The demo&apos;s own series could not be imported: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The demo&apos;s own clinical table was refused: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder {file} already holds something else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give another folder, or remove it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>References: the readings of reader A, until they are reviewed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taking the readings of two readers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A patient of the demo was not imported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An image of size {size} has no voxels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The voxel spacing {spacing} mm is not usable.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axes of the image are not at right angles to each other.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The stored geometry is incomplete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The array has shape {shape}, its grid has size {size}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A mask holds labels of type uint8, not {dtype}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model was written by another version of CxStage (description {version}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Update CxStage, or train the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The description of the model holds an impossible threshold or temperature.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The description of the model cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The description of the model is incomplete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no network named “{name}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose from: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No network was chosen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose at least one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title} cannot take images of {size} px.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose at least {least} px.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title} cannot take images of {size} px: its size must be a multiple of {multiple}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose {below} or {above} px.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no prepared slice to judge.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network gave a number that is not finite.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the image for values that are not finite, or use another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model joins slices by “{rule}”, which this version does not know.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open it with the version of CxStage that made it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>strings</name>
    <message>
        <source>CxStage made a mistake ({kind}). Your data is safe; the details are in the log file.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
