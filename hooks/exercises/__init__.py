"""채점하는 연습입니다. 원고(docs/ch10/exercises/neurons.py) 하나에서 쪽 둘과 노트북 하나가 나옵니다."""
