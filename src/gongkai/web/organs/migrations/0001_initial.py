import django.core.validators
import django.db.models.deletion
import gongkai.web.organs.validators
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='修改次数')),
                ('username', models.CharField(error_messages={'unique': '该用户名已被使用，请换一个。'}, max_length=40, unique=True, validators=[django.core.validators.RegexValidator('^[\\w.@+-]{2,40}$', '用户名由2至40个字母、数字、汉字或 . @ + - _ 组成。')], verbose_name='用户名')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='电子邮箱')),
                ('telephone', models.CharField(blank=True, max_length=30, verbose_name='办公电话')),
                ('is_active', models.BooleanField(default=True, verbose_name='可以登录')),
                ('must_change_password', models.BooleanField(default=False, verbose_name='须修改密码')),
                ('demonstration', models.BooleanField(default=False, editable=False, verbose_name='演示账号')),
                ('joined_at', models.DateTimeField(auto_now_add=True, verbose_name='建立时间')),
            ],
            options={
                'ordering': ('home', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='修改次数')),
                ('path', models.CharField(db_index=True, default='', editable=False, max_length=200)),
                ('place', models.CharField(db_index=True, default='', editable=False, max_length=300)),
                ('order', models.PositiveIntegerField(default=0, verbose_name='排序')),
                ('kind', models.CharField(choices=[('government', '县级以上人民政府'), ('office', '政府办公室'), ('department', '政府部门'), ('town', '乡镇人民政府'), ('subdistrict', '街道办事处'), ('authorised', '法律、法规授权的组织')], max_length=20, verbose_name='类别')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('short_name', models.CharField(blank=True, max_length=40, verbose_name='简称')),
                ('slug', models.SlugField(error_messages={'unique': '该网址名已被其他单位使用，请换一个。'}, max_length=40, unique=True, verbose_name='网址名')),
                ('region_code', models.CharField(blank=True, max_length=12, validators=[django.core.validators.RegexValidator('^\\d{6}(\\d{3}(\\d{3})?)?$', '行政区划代码应为6、9或12位数字。')], verbose_name='行政区划代码')),
                ('credit_code', models.CharField(blank=True, max_length=18, validators=[gongkai.web.organs.validators.credit_code], verbose_name='统一社会信用代码')),
                ('document_word', models.CharField(blank=True, help_text='例如：清政办', max_length=20, verbose_name='机关代字')),
                ('founded_on', models.DateField(blank=True, null=True, verbose_name='设立日期')),
                ('abolished_on', models.DateField(blank=True, null=True, verbose_name='撤销日期')),
                ('review_levels', models.PositiveSmallIntegerField(default=1, help_text='发布前的审核级数，1至3级', verbose_name='审核级数')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organs.unit', verbose_name='上级单位')),
            ],
            options={
                'ordering': ('place', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('review_levels__gte', 1), ('review_levels__lte', 3)), name='unit_review_levels', violation_error_message='审核级数应为1至3级。'), models.UniqueConstraint(condition=models.Q(('credit_code', ''), _negated=True), fields=('credit_code',), name='unit_credit_code', violation_error_message='该统一社会信用代码已属于另一单位，请核对。'), models.UniqueConstraint(condition=models.Q(('abolished_on', None)), fields=('parent', 'name'), name='unit_name_below', violation_error_message='同一上级之下已有同名单位，请核对名称。')],
            },
        ),
        migrations.CreateModel(
            name='SoleApprover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(blank=True, null=True, verbose_name='起始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='收回时间')),
                ('reason', models.CharField(max_length=200, verbose_name='理由')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='收回人')),
                ('granted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sole_approvals', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sole_approvers', to='organs.unit', verbose_name='单位')),
            ],
            options={
                'ordering': ('unit', 'person', 'id'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('since', None), ('until__gte', models.F('since')), _connector='OR'), name='organs_soleapprover_in_order'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('person', 'unit'), name='organs_soleapprover_one_open')],
            },
        ),
        migrations.CreateModel(
            name='RoleHeld',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(blank=True, null=True, verbose_name='起始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='收回时间')),
                ('role', models.CharField(choices=[('clerk', '经办人'), ('reviewer', '审核人'), ('secrecy', '保密审查员'), ('head', '工作机构负责人'), ('signer', '签发人'), ('supervisor', '主管部门'), ('manager', '管理员')], max_length=20, verbose_name='角色')),
                ('granted_at', models.DateTimeField(auto_now_add=True, verbose_name='授予时间')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='收回人')),
                ('granted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='授予人')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roles', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='organs.unit', verbose_name='单位')),
            ],
            options={
                'ordering': ('unit', 'role', 'person', 'id'),
                'abstract': False,
                'indexes': [models.Index(fields=['person', 'until'], name='organs_role_person__326024_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('since', None), ('until__gte', models.F('since')), _connector='OR'), name='organs_roleheld_in_order'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('person', 'unit', 'role'), name='organs_roleheld_one_open')],
            },
        ),
        migrations.CreateModel(
            name='Officer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(blank=True, null=True, verbose_name='起始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('post', models.CharField(choices=[('leader', '分管负责人'), ('group_head', '领导小组组长'), ('group_deputy', '领导小组副组长'), ('group_member', '领导小组成员'), ('office_head', '工作机构负责人'), ('staff', '工作人员')], max_length=20, verbose_name='分工')),
                ('title', models.CharField(blank=True, max_length=60, verbose_name='职务')),
                ('full_time', models.BooleanField(default=False, verbose_name='专职')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='officers', to='organs.unit')),
            ],
            options={
                'ordering': ('post', 'id'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('since', None), ('until__gte', models.F('since')), _connector='OR'), name='organs_officer_in_order')],
            },
        ),
        migrations.CreateModel(
            name='OfficeContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(blank=True, null=True, verbose_name='起始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                ('office', models.CharField(max_length=100, verbose_name='工作机构名称')),
                ('address', models.CharField(max_length=200, verbose_name='办公地址')),
                ('postcode', models.CharField(blank=True, max_length=6, validators=[django.core.validators.RegexValidator('^\\d{6}$', '邮政编码应为6位数字。')], verbose_name='邮政编码')),
                ('hours', models.CharField(max_length=200, verbose_name='办公时间')),
                ('telephone', models.CharField(max_length=60, verbose_name='联系电话')),
                ('fax', models.CharField(blank=True, max_length=60, verbose_name='传真号码')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='电子邮箱')),
                ('website', models.URLField(blank=True, verbose_name='网址')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='organs.unit')),
            ],
            options={
                'ordering': ('unit', '-id'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('since', None), ('until__gte', models.F('since')), _connector='OR'), name='organs_officecontact_in_order'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('unit',), name='organs_officecontact_one_open')],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='系统名称')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('hint', models.CharField(editable=False, max_length=12, verbose_name='前几位')),
                ('role', models.CharField(choices=[('clerk', '经办人'), ('reviewer', '审核人'), ('secrecy', '保密审查员'), ('head', '工作机构负责人'), ('signer', '签发人'), ('supervisor', '主管部门'), ('manager', '管理员')], default='clerk', max_length=20, verbose_name='角色')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='建立时间')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='最近使用')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='停用时间')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='建立人')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to='organs.unit', verbose_name='单位')),
            ],
            options={
                'ordering': ('unit', 'name'),
            },
        ),
        migrations.AddField(
            model_name='person',
            name='home',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='organs.unit', verbose_name='所在单位'),
        ),
        migrations.CreateModel(
            name='UnitChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('founded', '设立'), ('renamed', '更名'), ('merged', '合并'), ('split', '分设'), ('moved', '隶属关系调整'), ('abolished', '撤销'), ('undone', '撤回变动')], max_length=20, verbose_name='变动')),
                ('day', models.DateField(verbose_name='生效日期')),
                ('document', models.CharField(blank=True, max_length=200, verbose_name='依据文件')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('effects', models.JSONField(blank=True, default=dict, editable=False, verbose_name='连带变动')),
                ('results', models.ManyToManyField(blank=True, related_name='+', to='organs.unit', verbose_name='新单位')),
                ('sources', models.ManyToManyField(blank=True, related_name='+', to='organs.unit', verbose_name='原单位')),
                ('undoes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone', to='organs.unitchange', verbose_name='撤回的变动')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='organs.unit', verbose_name='单位')),
            ],
            options={
                'ordering': ('-day', '-id'),
            },
        ),
        migrations.CreateModel(
            name='UnitName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(blank=True, null=True, verbose_name='起始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('short_name', models.CharField(blank=True, max_length=40, verbose_name='简称')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='organs.unit')),
            ],
            options={
                'ordering': ('unit', 'id'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('since', None), ('until__gte', models.F('since')), _connector='OR'), name='organs_unitname_in_order'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('unit',), name='organs_unitname_one_open')],
            },
        ),
    ]
