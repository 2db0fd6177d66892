"""Names of people who do not exist, for texts that name somebody outside the register."""

from __future__ import annotations

import random

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶"
GIVEN = "建国志华文斌春生福德旺长根水立新庆丰祥瑞达林家宝胜利向东秀英敏静丽兰玉梅红云金凤莲"


def somebody(rng: random.Random) -> str:
    return rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice((1, 2, 2))))
