//! Which files of this zip archive are articles?
//!
//! The directory at its end is read first; then one file after the other, each unpacked as it is
//! read. Hidden files, gold, the side files of saved pages and what is of no kind that is read are
//! passed over, as in a folder.

use std::collections::BTreeSet;
use std::io::Read;
use std::rc::Rc;

use rawzip::{
    CompressionMethod, RECOMMENDED_BUFFER_SIZE, RangeReader, ReaderAt, ZipArchive,
    ZipArchiveEntryWayfinder, ZipLocator,
};
use sayso_core::{Error, Kind, Result};

use crate::contents::{Bytes, Contents, Context, Naming, Piece, Thing, open};
use crate::kinds::{self, Named};
use crate::limits::{Stored, Unpacked};
use crate::unpack::Packing;
use crate::walk::side_folders;

/// Files of an archive that are read; the directory of more would fill the memory.
const MAX_FILES: usize = 200_000;

/// Longest path of a file.
const MAX_PATH: usize = 4096;

/// The files of a zip archive that are left to read.
pub(crate) struct Zipped {
    bytes: Rc<dyn ReaderAt>,
    archive: ZipArchive<Rc<dyn ReaderAt>>,
    name: String,
    id: String,
    context: Context,
    files: std::vec::IntoIter<File>,
    passed_over: usize,
    problem: Option<Error>,
}

/// A file of the directory that will be read.
struct File {
    path: String,
    named: Named,
    place: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    is_encrypted: bool,
}

impl Zipped {
    /// Reads the directory.
    ///
    /// # Errors
    /// If there is none, or it is nested too deep.
    pub(crate) fn open(
        bytes: Rc<dyn ReaderAt>,
        length: u64,
        name: &str,
        id: &str,
        context: &Context,
    ) -> Result<Self> {
        let context = context.deeper(name)?;
        let broken = |error: &rawzip::Error| {
            Error::input("cannot read")
                .at(name)
                .because(format!("no sound zip archive: {error}"))
                .hint("the directory at its end is missing or damaged; fetch it again")
        };
        let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
        let archive = ZipLocator::new()
            .locate_in_reader(Rc::clone(&bytes), &mut buffer, length)
            .map_err(|(_, error)| broken(&error))?;
        let mut files = Vec::new();
        let mut paths = Vec::new();
        let mut problem = None;
        let mut entries = archive.entries(&mut buffer);
        loop {
            let entry = match entries.next_entry() {
                Ok(Some(entry)) => entry,
                Ok(None) => break,
                Err(error) => {
                    problem = Some(broken(&error));
                    break;
                }
            };
            if paths.len() == MAX_FILES {
                problem = Some(
                    Error::input("cannot read all of")
                        .at(name)
                        .because(format!("it holds more than {MAX_FILES} files"))
                        .hint("unpack it and name the folder"),
                );
                break;
            }
            let path = entry.file_path();
            let path = String::from_utf8_lossy(path.as_ref()).replace('\\', "/");
            if path.len() > MAX_PATH {
                problem = Some(broken_path(name));
                continue;
            }
            if entry.is_dir() || path.ends_with('/') {
                continue;
            }
            files.push(File {
                named: kinds::of_name(&path),
                path: path.clone(),
                place: entry.wayfinder(),
                method: entry.compression_method(),
                is_encrypted: entry.flags().is_encrypted(),
            });
            paths.push(path);
        }
        let side_folders = side_folders(paths.iter().map(String::as_str));
        let all = files.len();
        files.retain(|file| is_read(file, &side_folders));
        let passed_over = all - files.len();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        if files.is_empty() && problem.is_none() {
            problem = Some(
                Error::input("no articles in")
                    .at(name)
                    .because("it holds no file of a kind that is read")
                    .hint("unpack it and name the files to have them read as text"),
            );
        }
        Ok(Zipped {
            bytes,
            archive,
            name: name.to_owned(),
            id: id.to_owned(),
            context,
            files: files.into_iter(),
            passed_over,
            problem,
        })
    }

    /// One file, unpacked as it is read.
    fn file(&self, file: File) -> Result<Box<dyn Contents>> {
        let name = format!("{}/{}", self.name, file.path);
        let refused = |why: &str| {
            Error::new(Kind::Unsupported, "cannot read")
                .at(&name)
                .because(why)
                .hint("unpack the archive and name the folder")
        };
        if file.is_encrypted {
            return Err(refused("it is encrypted"));
        }
        let entry = self.archive.get_entry(file.place).map_err(|error| {
            Error::input("cannot read")
                .at(&name)
                .because(format!("the archive says where it lies, and it is not there: {error}"))
        })?;
        let (start, end) = entry.compressed_data_range();
        let packed = RangeReader::new(Rc::clone(&self.bytes), start..end.max(start));
        let meter = &self.context.meter;
        let packed: Box<dyn Read> = if self.context.depth == 1 {
            Box::new(Stored { reader: packed, meter: Rc::clone(meter) })
        } else {
            Box::new(packed)
        };
        let plain: Box<dyn Read> = match file.method {
            CompressionMethod::STORE => {
                Box::new(Unpacked { reader: packed, meter: Rc::clone(meter) })
            }
            CompressionMethod::DEFLATE => {
                let reader = flate2::read::DeflateDecoder::new(packed);
                Box::new(Unpacked { reader, meter: Rc::clone(meter) })
            }
            CompressionMethod::ZSTD => Packing::Zstd.open(packed, meter),
            other => return Err(refused(&format!("`{other}` is not unpacked"))),
        };
        let plain = Box::new(entry.verifying_reader(plain));
        let stem = file.named.stem.clone();
        open(Thing {
            name,
            id: stem.clone(),
            naming: Naming::Made(vec![stem.clone(), format!("{}/{stem}", self.id)]),
            named: file.named,
            bytes: Bytes::Stream(plain),
            context: self.context.clone(),
        })
    }
}

impl Contents for Zipped {
    fn next_piece(&mut self) -> Option<Piece> {
        if self.passed_over > 0 {
            self.passed_over -= 1;
            return Some(Piece::PassedOver);
        }
        if let Some(file) = self.files.next() {
            return Some(match self.file(file) {
                Ok(contents) => Piece::Inner(contents),
                Err(error) => Piece::Failed(error),
            });
        }
        self.problem.take().map(Piece::Failed)
    }
}

/// Whether a file of an archive is one that a folder would give.
fn is_read(file: &File, side_folders: &BTreeSet<String>) -> bool {
    let mut folder = String::new();
    let mut parts = file.path.split('/').peekable();
    while let Some(part) = parts.next() {
        // `__MACOSX` holds what the archiver of one system adds to every file.
        if part.starts_with('.') || part == "__MACOSX" {
            return false;
        }
        if parts.peek().is_some() {
            folder.push_str(part);
            if part == "gold" || side_folders.contains(&folder) {
                return false;
            }
            folder.push('/');
        }
    }
    let named = kinds::of_name(&file.path);
    named.form.is_some() || kinds::may_be_feed(&file.path) || !named.packings.is_empty()
}

fn broken_path(name: &str) -> Error {
    Error::input("cannot read all of")
        .at(name)
        .because(format!("a path in it is longer than {MAX_PATH} bytes"))
}
