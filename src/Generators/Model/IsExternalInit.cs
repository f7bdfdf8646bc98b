namespace System.Runtime.CompilerServices;

/// <summary>A type that records need and netstandard2.0 lacks.</summary>
internal static class IsExternalInit;
