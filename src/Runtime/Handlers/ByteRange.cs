using System.Globalization;

namespace RouteGen.Handling;

/// <summary>A part of some content.</summary>
/// <param name="Start">The offset of its first byte.</param>
/// <param name="Length">How many bytes it has, at least one.</param>
internal readonly record struct ByteRange(long Start, long Length)
{
    /// <summary>The value of <c>Content-Range</c> (RFC 9110 section 14.4).</summary>
    /// <param name="size">How many bytes the whole content has.</param>
    internal string Describe(long size) => string.Create(CultureInfo.InvariantCulture, $"bytes {Start}-{Start + Length - 1}/{size}");
}
