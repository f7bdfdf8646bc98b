// The bound state of a header, and its end.
using System.Text;
using RouteGen.Protocol;

namespace RouteGen;

public sealed partial class Header
{
    private byte[]? _headBytes;
    private FieldBlock? _block;

    // The request whose pooled head this header is bound to. Its CheckLive throws if the head may have been reused.
    private IHeaderHolder? _holder;

    /// <summary>
    /// Binds the header to a received head, whose bytes must not change until <see cref="Clear"/> or until the holder has ended.
    /// </summary>
    /// <param name="headBytes">The bytes.</param>
    /// <param name="block">The field lines.</param>
    /// <param name="holder">The served request that the head belongs to. Null if bytes and block are not pooled.</param>
    internal void Bind(byte[] headBytes, FieldBlock block, IHeaderHolder? holder = null)
    {
        _holder = holder;
        _headBytes = headBytes;
        _block = block;
    }

    /// <summary>
    /// Adds the options of hidden <c>Connection</c> fields to a collection. A materialised header has none.
    /// </summary>
    internal void AddHiddenOptions(ICollection<string> options)
    {
        var holder = Holder;
        if (_block is not { } block || _headBytes is not { } bytes) return;
        try
        {
            var hidden = new ConnectionOptions(block, bytes);
            while (hidden.MoveNext()) options.Add(Encoding.Latin1.GetString(hidden.Current));
        }
        catch (Exception) when (holder is { IsServed: false })
        {
            // The head was being reused by another request, so the check below throws.
        }

        holder?.CheckLive();
    }

    /// <summary>Copies the fields from the head that the header is bound to. Does nothing if it is not bound.</summary>
    /// <exception cref="ObjectDisposedException">The request of the head has ended.</exception>
    internal void Materialise()
    {
        var holder = Holder;
        if (_block is { } block && _headBytes is { } bytes) TakeAll(holder, block, bytes);
    }

    // The holder is read before the bytes, and cleared after them. So a thread that finds bytes also has their holder, even if another
    // thread is materialising the header.
    private IHeaderHolder? Holder => Volatile.Read(ref _holder);

    private void TakeAll(IHeaderHolder? holder, FieldBlock block, byte[] bytes)
    {
        var fields = new Field[Math.Max(8, block.FieldCount + 1)];
        var count = 0;
        try
        {
            for (var index = 0; index < block.FieldCount; index++)
            {
                ref readonly var line = ref block.Fields[index];
                if (line.IsHidden) continue;
                fields[count++] = new Field(
                    HeaderNames.Canonicalise(bytes.AsSpan(line.NameStart, line.NameLength)),
                    bytes.AsSpan(line.ValueStart, line.ValueLength));
            }

            if (block.ImpliesNoCache) fields[count++] = new Field("Cache-Control", "no-cache");
        }
        catch (Exception) when (holder is { IsServed: false })
        {
            // The head was being reused by another request, so the check below throws.
        }

        holder?.CheckLive();
        _fields = fields;
        _count = count;
        Unbind();
    }

    private void Unbind()
    {
        _block = null;
        _headBytes = null;
        Volatile.Write(ref _holder, null);
    }

    private static bool TryGetBound(IHeaderHolder? holder, FieldBlock block, byte[] bytes, string name, out string value)
    {
        bool isFound;
        try
        {
            isFound = TryFind(block, bytes, name, out value);
        }
        catch (Exception) when (holder is { IsServed: false })
        {
            // The head was being reused by another request, so the check below throws.
            isFound = false;
            value = "";
        }

        holder?.CheckLive();
        return isFound;
    }

    private static bool TryFind(FieldBlock block, byte[] bytes, string name, out string value)
    {
        for (var index = 0; index < block.FieldCount; index++)
        {
            ref readonly var line = ref block.Fields[index];
            if (line.IsHidden || line.NameLength != name.Length) continue;
            if (!Ascii.EqualsIgnoreCase(bytes.AsSpan(line.NameStart, line.NameLength), name)) continue;
            value = FieldText.Decode(bytes.AsSpan(line.ValueStart, line.ValueLength));
            return true;
        }

        var implied = block.ImpliesNoCache && NameEquals(name, "Cache-Control");
        value = implied ? "no-cache" : "";
        return implied;
    }
}
