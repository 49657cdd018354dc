import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organs', '0001_initial'),
        ('organs', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('key', models.BigIntegerField()),
                ('since', models.DateField(null=True)),
                ('until', models.DateField(null=True)),
                ('facets', models.TextField()),
                ('title', models.TextField()),
                ('number', models.TextField()),
                ('terms', models.TextField()),
                ('numbers', models.TextField()),
                ('body', models.TextField()),
                ('attached', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='search_once')],
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=255, verbose_name='文件名')),
                ('kind', models.CharField(max_length=10, verbose_name='类型')),
                ('media_type', models.CharField(max_length=100, verbose_name='媒体类型')),
                ('size', models.PositiveBigIntegerField(verbose_name='字节数')),
                ('sha256', models.CharField(max_length=64, verbose_name='校验值')),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='上传时间')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.unit', verbose_name='所属单位')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
            ],
            options={
                'ordering': ('-uploaded_at',),
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='类别')),
                ('rows', models.JSONField(default=list, verbose_name='各行')),
                ('errors', models.JSONField(default=list, verbose_name='问题')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='上传时间')),
                ('applied_at', models.DateTimeField(null=True, verbose_name='导入时间')),
                ('result', models.JSONField(default=dict, verbose_name='结果')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='导入人')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.unit', verbose_name='单位')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='common.storedfile', verbose_name='文件')),
            ],
            options={
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='时间')),
                ('action', models.CharField(max_length=60, verbose_name='操作')),
                ('actor_name', models.CharField(max_length=80, verbose_name='操作人姓名')),
                ('subject_type', models.CharField(max_length=60, verbose_name='对象类别')),
                ('subject_id', models.CharField(max_length=40, verbose_name='对象编号')),
                ('subject_title', models.CharField(max_length=300, verbose_name='对象名称')),
                ('before', models.JSONField(default=dict, verbose_name='操作前')),
                ('after', models.JSONField(default=dict, verbose_name='操作后')),
                ('note', models.TextField(blank=True, verbose_name='理由')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.unit', verbose_name='所属单位')),
            ],
            options={
                'ordering': ('-id',),
                'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='common_even_subject_d7e1e6_idx'), models.Index(fields=['unit', '-id'], name='common_even_unit_id_4ec7cf_idx')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='类别')),
                ('text', models.CharField(max_length=500, verbose_name='内容')),
                ('link', models.CharField(blank=True, max_length=300, verbose_name='链接')),
                ('key', models.CharField(blank=True, help_text='同一事由只提醒一次', max_length=120, verbose_name='去重键')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('read_at', models.DateTimeField(null=True, verbose_name='已读时间')),
                ('mailed_at', models.DateTimeField(null=True, verbose_name='发送邮件时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='收件人')),
            ],
            options={
                'ordering': ('-id',),
                'indexes': [models.Index(fields=['person', 'read_at'], name='common_noti_person__6469b1_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('person', 'key'), name='notice_once')],
            },
        ),
    ]
