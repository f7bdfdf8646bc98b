using RouteGen.Protocol;

namespace RouteGen;

public sealed partial class Request
{
    /// <summary>Default limit for files of a form in memory, in bytes: 33,554,432 (32 MiB).</summary>
    public const int FormMemoryBytesMax = 32 * 1024 * 1024;

    /// <summary>
    /// Parses the query and a multipart body. Values are added to <see cref="Form"/> and <see cref="PostForm"/>. Files are kept in memory
    /// and, beyond a limit, in temporary files, which are deleted when the request ends. Further calls return the same form. Go's name:
    /// <c>ParseMultipartForm</c>.
    /// </summary>
    /// <remarks>
    /// Values may use 10 MiB of memory beyond the limit. Temporary files have no limit except the length of the body, which
    /// <c>Http.MaxBytesHandler</c> can limit.
    /// </remarks>
    /// <param name="memoryBytesMax">Largest total size of the files in memory, in bytes. Zero means
    /// <see cref="FormMemoryBytesMax"/>.</param>
    /// <param name="cancellationToken">Cancels the wait for the body.</param>
    /// <exception cref="BadRequestException">
    /// The <c>Content-Type</c> is not multipart (415), the body is malformed or was partly read before, or a pair of the query is malformed
    /// (400).
    /// </exception>
    /// <exception cref="MaxBytesException">The values or the body are too long.</exception>
    /// <exception cref="IOException">The body is incomplete.</exception>
    public async ValueTask<MultipartForm> ParseMultipartFormAsync(long memoryBytesMax = 0, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(memoryBytesMax);
        return await ParseMultipartAsync(memoryBytesMax == 0 ? FormMemoryBytesMax : memoryBytesMax, holdsThread: false, cancellationToken)
            .ConfigureAwait(false);
    }

    private async ValueTask<MultipartForm> ParseMultipartAsync(long memoryBytesMax, bool holdsThread, CancellationToken cancellationToken)
    {
        var parts = Parts;
        if (parts.ExistingExtras?.MultipartForm is { } parsed) return parsed;
        var problem = await Forms.ParseAsync(this, holdsThread, cancellationToken).ConfigureAwait(false);
        var reader = MultipartReader();
        var files = new TempFiles();
        KeepFormFiles(parts, files);
        var form = new MultipartForm(files, memoryBytesMax);
        var values = new Values();
        await form.ReadAsync(reader, values, holdsThread, cancellationToken).ConfigureAwait(false);
        Forms.Post.AddAll(values);
        Forms.All!.AddAll(values);
        parts.Extras.MultipartForm = form;
        return problem is null ? form : throw new BadRequestException(problem);
    }

    /// <summary>
    /// Returns the first file of a field of the form, or null if there is none. Parses the form if necessary. Go's name: <c>FormFile</c>.
    /// </summary>
    /// <param name="name">The name of the form's field.</param>
    /// <param name="cancellationToken">Cancels the wait for the body.</param>
    /// <exception cref="BadRequestException">Same as for <see cref="ParseMultipartFormAsync"/>.</exception>
    /// <exception cref="MaxBytesException">Same as for <see cref="ParseMultipartFormAsync"/>.</exception>
    /// <exception cref="IOException">Same as for <see cref="ParseMultipartFormAsync"/>.</exception>
    public async ValueTask<FormFile?> FormFileAsync(string name, CancellationToken cancellationToken = default) =>
        (await ParseMultipartFormAsync(0, cancellationToken).ConfigureAwait(false)).File(name);

    /// <summary>
    /// Returns a reader of a multipart body, which returns parts as they arrive and does not store them. Go's name: <c>MultipartReader</c>.
    /// </summary>
    /// <exception cref="BadRequestException">The body is not <c>multipart/form-data</c> or <c>multipart/mixed</c>, or its boundary is
    /// malformed.</exception>
    public MultipartReader MultipartReader()
    {
        var type = new ParameterReader(Header.Get("Content-Type"));
        if (!type.Main.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            && !type.Main.Equals("multipart/mixed", StringComparison.OrdinalIgnoreCase))
            throw new BadRequestException(Status.UnsupportedMediaType, "The Content-Type of the request is not multipart/form-data.");
        string? boundary = null;
        while (type.Read())
        {
            if (!type.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase)) continue;
            if (boundary is not null) throw new BadRequestException("The Content-Type of the request has two boundaries.");
            boundary = type.Value;
        }

        if (type.IsMalformed) throw new BadRequestException("The Content-Type of the request is malformed.");
        var reader = new MultipartReader(Body, boundary ?? "");
        Parts.Extras.IsMultipartTaken = true;
        return reader;
    }

    // Parses the form for FormValue, which ignores a malformed form, as in Go. Other failures, such as an incomplete body, are thrown.
    private void ParseMultipartFormNow()
    {
        if (_parts?.ExistingExtras is { IsMultipartTaken: true }) return;
        if (!new ParameterReader(Header.Get("Content-Type")).Main.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)) return;
        try
        {
            var parsing = ParseMultipartAsync(FormMemoryBytesMax, holdsThread: true, CancellationToken.None);
            parsing.GetAwaiter().GetResult();
        }
        catch (BadRequestException malformed) when (malformed is not MaxBytesException)
        {
            // A malformed form adds no values.
        }
    }

    // Registers the files for deletion at the end of the request. Deletes them immediately if the request has ended.
    private void KeepFormFiles(RequestParts parts, TempFiles files)
    {
        // Deletes the files of an earlier attempt that failed; no handler has received them.
        Interlocked.Exchange(ref parts.Extras.FormFiles, files)?.Dispose();
        if (_received is not null || parts.IsCalled) return;
        files.Dispose();
        ThrowNotLive();
    }
}
