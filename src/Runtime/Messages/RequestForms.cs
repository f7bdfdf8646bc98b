using RouteGen.Protocol;

namespace RouteGen;

/// <summary>Parameters in the query and body of a request. Created on first use.</summary>
internal sealed class RequestForms
{
    /// <summary>Default limit of a URL-encoded body, in bytes (BEHAVIOUR M13).</summary>
    internal const int BodyBytesMax = 10 * 1024 * 1024;

    private string? _queryText;
    private Values _query = new();
    private bool _isParsed;

    /// <summary>The parameters of the body.</summary>
    internal Values Post { get; } = new();

    /// <summary>Parameters of the body, followed by those of the query. Null if they have not been parsed yet.</summary>
    internal Values? All { get; private set; }

    /// <summary>The parameters of a query that are well-formed; parsed when it is another one than before.</summary>
    internal Values Query(string rawQuery)
    {
        if (ReferenceEquals(_queryText, rawQuery)) return _query;
        Values.TryParse(rawQuery, out _query);
        _queryText = rawQuery;
        return _query;
    }

    /// <summary>Parses query and body, once.</summary>
    /// <param name="r">The request.</param>
    /// <param name="holdsThread">True to wait for the peer with the calling thread; the task is complete then.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The problem of parameters that were dropped. Null if there is none, or it has been reported.</returns>
    internal async ValueTask<string?> ParseAsync(Request r, bool holdsThread, CancellationToken cancellationToken)
    {
        if (_isParsed) return null;
        // Also if the body fails: the rest of it cannot be read again.
        _isParsed = true;
        All = new Values();
        string? problem = null;
        try
        {
            if (r.Method is "POST" or "PUT" or "PATCH" && new ParameterReader(r.Header.Get("Content-Type"))
                .Main.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            {
                var text = await ReadBodyAsync(r.Body, holdsThread, cancellationToken).ConfigureAwait(false);
                problem = QueryText.Parse(text.Span, Post);
            }
        }
        finally
        {
            All.AddAll(Post);
            All.AddAll(Query(r.RawQuery));
        }

        return problem ?? (Values.TryParse(r.RawQuery, out _) ? null : "A query parameter is malformed.");
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync(Body body, bool holdsThread, CancellationToken cancellationToken)
    {
        var bytesMax = body is MaxBytesBody ? int.MaxValue - 64 : BodyBytesMax;
        if (body.ContentLength > bytesMax) throw new MaxBytesException(bytesMax);
        // Room for the announced length comes with the bytes, not before them: announcing costs a peer nothing.
        var buffer = new byte[4096];
        var count = 0;
        while (true)
        {
            var read = holdsThread
                ? body.Read(buffer.AsSpan(count))
                : await body.ReadAsync(buffer.AsMemory(count), cancellationToken).ConfigureAwait(false);
            if (read == 0) return buffer.AsMemory(0, count);
            count += read;
            if (count > bytesMax) throw new MaxBytesException(bytesMax);
            if (count == buffer.Length) Array.Resize(ref buffer, (int)Math.Min(2L * count, bytesMax + 1L));
        }
    }
}
