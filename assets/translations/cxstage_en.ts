<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>AssignmentsDialog</name>
    <message numerus="yes">
        <source>Assign %n patient(s)</source>
        <translation>
            <numerusform>Assign %n patient</numerusform>
            <numerusform>Assign %n patients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reading(s) are assigned.</source>
        <translation>
            <numerusform>%n reading is assigned.</numerusform>
            <numerusform>%n readings are assigned.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CaseStatus</name>
    <message numerus="yes">
        <source>%n comment(s) not resolved.</source>
        <translation>
            <numerusform>%n comment is not resolved.</numerusform>
            <numerusform>%n comments are not resolved.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ClinicalDialog</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) with an entered stage of FIGO 2018</source>
        <translation>
            <numerusform>%n row with an entered stage of FIGO 2018</numerusform>
            <numerusform>%n rows with an entered stage of FIGO 2018</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CohortPage</name>
    <message numerus="yes">
        <source>%n patient(s)</source>
        <translation>
            <numerusform>%n patient</numerusform>
            <numerusform>%n patients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{shown} of %n patient(s)</source>
        <translation>
            <numerusform>{shown} of %n patient</numerusform>
            <numerusform>{shown} of %n patients</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ColumnFit</name>
    <message numerus="yes">
        <source>%n more column(s), scroll sideways: {names}</source>
        <translation>
            <numerusform>%n more column, scroll sideways: {names}</numerusform>
            <numerusform>%n more columns, scroll sideways: {names}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Disagreements</name>
    <message numerus="yes">
        <source>All %n difference(s) decided</source>
        <translation>
            <numerusform>%n difference decided</numerusform>
            <numerusform>All %n differences decided</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{open} of %n difference(s) to decide</source>
        <translation>
            <numerusform>{open} of %n difference to decide</numerusform>
            <numerusform>{open} of %n differences to decide</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sliver(s) along the border, decided together</source>
        <translation>
            <numerusform>%n sliver along the border</numerusform>
            <numerusform>%n slivers along the border, decided together</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExternalTestOperations</name>
    <message numerus="yes">
        <source>{experiment}: %n patient(s) predicted, the whole cohort.</source>
        <translation>
            <numerusform>{experiment}: %n patient predicted, the whole cohort.</numerusform>
            <numerusform>{experiment}: %n patients predicted, the whole cohort.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FreezeDialog</name>
    <message numerus="yes">
        <source>Reader {reader}: %n complete reading(s) to freeze</source>
        <translation>
            <numerusform>Reader {reader}: %n complete reading to freeze</numerusform>
            <numerusform>Reader {reader}: %n complete readings to freeze</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportOperations</name>
    <message numerus="yes">
        <source>%n reference(s) were frozen from reader {reader}.</source>
        <translation>
            <numerusform>%n reference was frozen from reader {reader}.</numerusform>
            <numerusform>%n references were frozen from reader {reader}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s) were found.</source>
        <translation>
            <numerusform>%n problem was found.</numerusform>
            <numerusform>%n problems were found.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) of the clinical table taken; all have a stage.</source>
        <translation>
            <numerusform>%n row of the clinical table taken; it has a stage.</numerusform>
            <numerusform>%n rows of the clinical table taken; all have a stage.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KitReportDialog</name>
    <message numerus="yes">
        <source>%n reading(s) taken over, {refused} refused.</source>
        <translation>
            <numerusform>%n reading taken over, {refused} refused.</numerusform>
            <numerusform>%n readings taken over, {refused} refused.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Leaving</name>
    <message numerus="yes">
        <source>%n reading(s) are not saved.</source>
        <translation>
            <numerusform>%n reading is not saved.</numerusform>
            <numerusform>%n readings are not saved.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Manual</name>
    <message numerus="yes">
        <source>%n place(s) found</source>
        <translation>
            <numerusform>%n place found</numerusform>
            <numerusform>%n places found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutlineBox</name>
    <message numerus="yes">
        <source>%n slice(s)</source>
        <translation>
            <numerusform>%n slice</numerusform>
            <numerusform>%n slices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Questions</name>
    <message numerus="yes">
        <source>%n series held back. Are those about {patient} of the same person?</source>
        <translation>
            <numerusform>%n series held back. Is the one about {patient} of the same person?</numerusform>
            <numerusform>%n series held back. Are those about {patient} of the same person?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecentCohort</name>
    <message numerus="yes">
        <source>%n patient(s)</source>
        <translation>
            <numerusform>%n patient</numerusform>
            <numerusform>%n patients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reference(s)</source>
        <translation>
            <numerusform>%n reference</numerusform>
            <numerusform>%n references</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReopenedCases</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message numerus="yes">
        <source>%n row(s) taken, {refused} refused, {held} held back</source>
        <translation>
            <numerusform>%n row taken, {refused} refused, {held} held back</numerusform>
            <numerusform>%n rows taken, {refused} refused, {held} held back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SeriesList</name>
    <message numerus="yes">
        <source>%n slice(s)</source>
        <translation>
            <numerusform>%n slice</numerusform>
            <numerusform>%n slices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message numerus="yes">
        <source>%n uncertain</source>
        <translation>
            <numerusform>%n uncertain</numerusform>
            <numerusform>%n uncertain</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n patient(s)</source>
        <translation>
            <numerusform>%n patient</numerusform>
            <numerusform>%n patients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n series until now</source>
        <translation>
            <numerusform>%n series until now</numerusform>
            <numerusform>%n series until now</numerusform>
        </translation>
    </message>
</context>
</TS>
