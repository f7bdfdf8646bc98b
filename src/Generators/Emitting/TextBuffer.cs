using System.Buffers;

namespace RouteGen.Generators.Emitting;

/// <summary>
/// A buffer for text that is built piece by piece. Its memory is rented: the text of a large table takes megabytes, which a StringBuilder
/// and its string would each allocate. Not thread-safe.
/// </summary>
internal sealed class TextBuffer
{
    private const int CapacityMin = 4096;

    private char[] _letters = ArrayPool<char>.Shared.Rent(CapacityMin);
    private int _length;

    internal TextBuffer Append(char letter)
    {
        if (_length == _letters.Length) Grow(1);
        _letters[_length++] = letter;
        return this;
    }

    internal TextBuffer Append(char letter, int count)
    {
        for (; count > 0; count--) Append(letter);
        return this;
    }

    internal TextBuffer Append(string text)
    {
        if (_letters.Length - _length < text.Length) Grow(text.Length);
        text.CopyTo(0, _letters, _length, text.Length);
        _length += text.Length;
        return this;
    }

    /// <summary>Returns the text and empties the buffer. Its memory goes back to the pool.</summary>
    internal string TakeText()
    {
        var text = new string(_letters, 0, _length);
        ArrayPool<char>.Shared.Return(_letters);
        (_letters, _length) = ([], 0);
        return text;
    }

    private void Grow(int count)
    {
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(CapacityMin, Math.Max(_length + count, _length * 2)));
        Array.Copy(_letters, larger, _length);
        ArrayPool<char>.Shared.Return(_letters);
        _letters = larger;
    }
}
