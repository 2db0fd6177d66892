from funding.models import Source, Use
from portal.forms import RecordForm
from portal.models import fields_of


class SourceForm(RecordForm):
    synonyms = {
        "code": ("编号", "来源代码"),
        "name": ("资金来源", "来源名称"),
        "name_en": ("英文名称",),
        "purse": ("资金性质", "资金类别"),
        "organization": ("设定单位", "单位"),
    }

    class Meta(RecordForm.Meta):
        model = Source
        fields = fields_of(Source)


class UseForm(RecordForm):
    synonyms = {
        "code": ("编号", "用途代码"),
        "name": ("资金用途", "用途名称"),
        "name_en": ("英文名称",),
        "purse": ("限用资金", "资金性质"),
        "subject": ("功能科目", "预算科目", "支出功能分类"),
        "economic": ("经济科目", "经济分类"),
        "organization": ("设定单位", "单位"),
    }

    class Meta(RecordForm.Meta):
        model = Use
        fields = fields_of(Use)
