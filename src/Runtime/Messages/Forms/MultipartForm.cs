// A complete multipart form (BEHAVIOUR M13). The caller's limit applies to all files in memory together; a file beyond it is written to
// disk. Other parts are values, which are kept in memory and may use another 10 MiB. Each part is also charged a fixed overhead.

namespace RouteGen;

/// <summary>The files of a multipart form; its values are in <see cref="Request.Form"/>. Go's name: <c>multipart.Form</c>.</summary>
public sealed class MultipartForm
{
    private const long ValueBytesMax = 10 * 1024 * 1024;
    private const int PartBytes = 200;
    private const int BlockBytes = 16 * 1024;

    private readonly List<FormFile> _files = [];
    private readonly TempFiles _tempFiles;
    private readonly long _bytesMax;
    private long _fileBytesLeft;
    private long _bytesLeft;

    internal MultipartForm(TempFiles tempFiles, long memoryBytesMax)
    {
        _tempFiles = tempFiles;
        _fileBytesLeft = memoryBytesMax;
        _bytesLeft = _bytesMax = Math.Min(memoryBytesMax, long.MaxValue - ValueBytesMax) + ValueBytesMax;
    }

    /// <summary>The files in the order of the form.</summary>
    public IReadOnlyList<FormFile> Files => _files;

    /// <summary>Returns the first file of a field, or null if there is none. Go's name: <c>FormFile</c>.</summary>
    /// <param name="name">The name of the form's field.</param>
    public FormFile? File(string name) => _files.Find(file => file.Name == name);

    /// <summary>Reads the form.</summary>
    /// <param name="reader">Reads the parts.</param>
    /// <param name="values">Gets the parts that are values.</param>
    /// <param name="holdsThread">True to block the calling thread; the returned task is then complete.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    internal async ValueTask ReadAsync(MultipartReader reader, Values values, bool holdsThread, CancellationToken cancellationToken)
    {
        while (await reader.NextPartAsync(holdsThread, cancellationToken).ConfigureAwait(false) is { } part)
        {
            // As in Go, a part without a name is not in the form.
            if (part.Name.Length == 0) continue;
            Charge(PartBytes + part.Name.Length + part.FileName.Length);
            if (part.IsFile) _files.Add(await ReadFileAsync(part, holdsThread, cancellationToken).ConfigureAwait(false));
            else values.Add(part.Name, await ReadValueAsync(part, holdsThread, cancellationToken).ConfigureAwait(false));
        }
    }

    private async ValueTask<string> ReadValueAsync(FormPart part, bool holdsThread, CancellationToken cancellationToken)
    {
        var text = new MemoryStream();
        var block = new byte[BlockBytes];
        while (await part.ReadAsync(block, holdsThread, cancellationToken).ConfigureAwait(false) is var count and > 0)
        {
            Charge(count);
            text.Write(block, 0, count);
        }

        return System.Text.Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private async ValueTask<FormFile> ReadFileAsync(FormPart part, bool holdsThread, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in part.Header) Charge(PartBytes + name.Length + value.Length);
        var memory = new MemoryStream();
        var block = new byte[BlockBytes];
        while (await part.ReadAsync(block, holdsThread, cancellationToken).ConfigureAwait(false) is var count and > 0)
        {
            if (memory.Length + count > _fileBytesLeft)
            {
                memory.Write(block, 0, count);
                return await ReadToDiskAsync(part, memory, block, holdsThread, cancellationToken).ConfigureAwait(false);
            }

            memory.Write(block, 0, count);
        }

        _fileBytesLeft -= memory.Length;
        Charge(memory.Length);
        return new FormFile(part, memory.GetBuffer().AsMemory(0, (int)memory.Length));
    }

    private async ValueTask<FormFile> ReadToDiskAsync(
        FormPart part, MemoryStream beginning, byte[] block, bool holdsThread, CancellationToken cancellationToken)
    {
        var file = _tempFiles.Create();
        RandomAccess.Write(file, beginning.GetBuffer().AsSpan(0, (int)beginning.Length), 0);
        var length = beginning.Length;
        while (await part.ReadAsync(block, holdsThread, cancellationToken).ConfigureAwait(false) is var count and > 0)
        {
            RandomAccess.Write(file, block.AsSpan(0, count), length);
            length += count;
        }

        return new FormFile(part, file, length);
    }

    private void Charge(long bytes)
    {
        _bytesLeft -= bytes;
        if (_bytesLeft < 0) throw new MaxBytesException(_bytesMax);
    }
}
