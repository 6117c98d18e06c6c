from pathlib import Path

from harmscope.registry.store import Store


def kept(tmp_path: Path, data: bytes = b"records") -> tuple[Store, str]:
    store = Store(tmp_path / "objects")
    (tmp_path / "source").write_bytes(data)
    return store, store.put(tmp_path / "source", ".parquet")


def test_an_object_is_named_by_its_bytes_and_kept_once(tmp_path: Path) -> None:
    store, name = kept(tmp_path)
    assert store.put(tmp_path / "source", ".parquet") == name
    assert list(store.names()) == [name]
    assert store.path(name).read_bytes() == b"records"
    assert store.path(name).stat().st_mode & 0o222 == 0
    assert store.sound(name)


def test_a_flipped_byte_is_found(tmp_path: Path) -> None:
    store, name = kept(tmp_path)
    store.path(name).chmod(0o644)
    store.path(name).write_bytes(b"recordz")
    assert not store.sound(name)
    store.remove(name)
    assert not store.sound(name)


def test_what_nobody_wants_is_swept(tmp_path: Path) -> None:
    store, name = kept(tmp_path)
    part = store.path(name).with_name(".x.7.part")
    part.write_bytes(b"half")
    assert store.sweep({name}) == [".x.7.part"]
    assert store.sweep(set()) == [name]
